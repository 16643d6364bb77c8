import type { AttributeValue, Item } from './attribute-value.ts'

/**
 * An item's size in bytes, by AWS's formula: names and values.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(_item: Item): number {
  throw new Error('to be written')
}

/** A value's size in bytes, without a name. */
export function valueSize(_value: AttributeValue): number {
  throw new Error('to be written')
}
