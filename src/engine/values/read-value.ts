import type { AttributeValue, Item } from './attribute-value.ts'

/**
 * Checks one attribute value of a request and makes it canonical. Throws AWS's ValidationException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export function readAttributeValue(_raw: unknown): AttributeValue {
  throw new Error('to be written')
}

/** Reads each attribute of an item, a key or a map by `readAttributeValue`. */
export function readItem(_raw: unknown): Item {
  throw new Error('to be written')
}
