import type { AttributeValue } from './attribute-value.ts'

/**
 * Bytes whose order (memcmp) is the order of keys of one type, and equal where the keys are. They are not
 * self-delimiting: a store that puts a sort key behind a partition key writes the latter's length or escapes it.
 */
export function encodeKey(_value: AttributeValue): Buffer {
  throw new Error('to be written')
}
