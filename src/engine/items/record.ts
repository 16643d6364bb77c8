import type { Item } from '../values/attribute-value.ts'
import { itemSize } from '../values/size.ts'

/**
 * An item as it is stored: its size by AWS's formula, a space, and DynamoDB's JSON of it,
 * canonical.
 */
export type ItemRecord = string

export function toRecord(item: Item): ItemRecord {
  return `${itemSize(item)} ${JSON.stringify(item)}`
}

export function sizeOf(record: ItemRecord): number {
  return Number.parseInt(record, 10)
}

/** The item as DynamoDB's JSON. */
export function textOf(record: ItemRecord): string {
  return record.slice(record.indexOf(' ') + 1)
}

export function itemOf(record: ItemRecord): Item {
  return JSON.parse(textOf(record)) as Item
}
