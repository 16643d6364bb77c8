import { PREFIX } from '../store/keys.ts'
import type { View } from '../store/store.ts'
import type { Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { type ItemRecord, itemOf, sizeOf } from './record.ts'

/** What is at an item's place, parsed when it is first asked for. */
export interface Stored {
  record: ItemRecord | undefined
  size: number
  item(): Item | undefined
}

/** Reads what is at a place: from a view of the store, or what a journal says is to come. */
export function readStored(source: { get: View['get'] }, table: Table, place: string): Stored {
  const record = source.get(PREFIX.data + table.id + place)
  let item: Item | undefined
  return {
    record,
    size: record === undefined ? 0 : sizeOf(record),
    item: () => {
      if (record !== undefined) item ??= itemOf(record)
      return item
    }
  }
}
