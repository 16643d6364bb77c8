import type { Database } from '../database.ts'
import { validationError } from '../errors.ts'
import { PREFIX } from '../store/keys.ts'
import type { Change } from '../store/store.ts'
import { expiryKey } from '../tables/expiry.ts'
import type { Index, Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { equalValues } from '../values/compare.ts'
import { addIndexUnits, type Usage, type Usages, usageOf, writeUnits } from './capacity.ts'
import { entryPlaceOf, pick } from './place.ts'
import { type ItemRecord, itemOf, sizeOf, toRecord } from './record.ts'
import type { Stored } from './stored.ts'

const MAX_ITEM_BYTES = 400 * 1024

/**
 * Changes that are made together, and what they count and consume. Nothing happens before `commit`.
 */
export interface WriteSet {
  database: Database
  changes: Change[]
  counts: { id: string; items: number; bytes: number }[]
  usages: Usages
}

export function createWriteSet(database: Database): WriteSet {
  return { database, changes: [], counts: [], usages: new Map() }
}

/** Makes the changes of a set; resolves when they are durable. */
export function commit({ database, changes, counts }: WriteSet): Promise<void> {
  if (changes.length === 0) return database.journal.settled()
  for (const { id, items, bytes } of counts) database.counts.add(id, items, bytes)
  return database.journal.commit(changes)
}

/**
 * Adds to a set that an item takes the place of what is there, or that this goes (`after` is
 * undefined), with its entries in the indexes. Returns the record that will be there. Throws where
 * the item is too large.
 */
export function addWrite(
  set: WriteSet,
  table: Table,
  place: string,
  before: Stored,
  after: Item | undefined,
  tooLarge = 'Item size has exceeded the maximum allowed size'
): ItemRecord | undefined {
  const record = after && toRecord(after)
  const size = record === undefined ? 0 : sizeOf(record)
  if (after && sizeWithEntries(table, place, after, size) > MAX_ITEM_BYTES) {
    throw validationError(tooLarge)
  }
  const usage = usageOf(set.usages, table)
  usage.table += writeUnits(before.size, size)
  if (record === undefined && before.record === undefined) return undefined
  set.changes.push({ key: PREFIX.data + table.id + place, value: record })
  count(set, table.id, before.record, record)
  if (table.indexes.length > 0 || table.record.expiry) {
    const items = { before: before.item(), after }
    for (const index of table.indexes) addEntry(set, usage, index, place, items)
    addExpiry(set, table, place, items)
  }
  return record
}

/**
 * The size of an item with its entries in the local indexes, which together have the limit of an
 * item. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html (item
 * collections)
 */
function sizeWithEntries(table: Table, place: string, item: Item, size: number): number {
  const local = table.indexes.filter(({ isGlobal }) => !isGlobal)
  // No entry is larger than its item.
  if (size * (1 + local.length) <= MAX_ITEM_BYTES) return size
  return local.reduce((total, index) => {
    const entry = entryAt(index, item, place)
    return total + (entry ? sizeOf(entry.record) : 0)
  }, size)
}

/** An index's entry for an item, as it is stored. */
export function toEntry({ projected }: Index, item: Item): ItemRecord {
  if (!projected) return toRecord(item)
  return toRecord(
    pick(
      item,
      Object.keys(item).filter((name) => projected.has(name))
    )
  )
}

interface Items {
  before: Item | undefined
  after: Item | undefined
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html (write capacity) */
function addEntry(set: WriteSet, usage: Usage, index: Index, place: string, items: Items): void {
  const old = items.before && entryAt(index, items.before, place)
  const next = items.after && entryAt(index, items.after, place)
  if (old && old.key === next?.key) {
    if (isSame(old.record, next.record) && !index.record.isCreating) return
    addIndexUnits(usage, index, writeUnits(sizeOf(old.record), sizeOf(next.record)))
    putEntry(
      set,
      index,
      next.key,
      isThere(set, index, old.key) ? old.record : undefined,
      next.record
    )
    return
  }
  if (old) {
    addIndexUnits(usage, index, writeUnits(sizeOf(old.record), 0))
    if (isThere(set, index, old.key)) putEntry(set, index, old.key, old.record, undefined)
  }
  if (next) {
    addIndexUnits(usage, index, writeUnits(0, sizeOf(next.record)))
    putEntry(set, index, next.key, undefined, next.record)
  }
}

/** Two records of equal items; their attributes may come in another order. */
function isSame(a: ItemRecord, b: ItemRecord): boolean {
  if (a === b) return true
  return sizeOf(a) === sizeOf(b) && equalValues({ M: itemOf(a) }, { M: itemOf(b) })
}

function entryAt(
  index: Index,
  item: Item,
  place: string
): { key: string; record: ItemRecord } | undefined {
  const entryPlace = entryPlaceOf(index, item, place)
  if (entryPlace === undefined) return undefined
  return { key: PREFIX.data + index.id + entryPlace, record: toEntry(index, item) }
}

/** An index that is being filled may not have the entry of an item yet. */
function isThere({ database }: WriteSet, index: Index, key: string): boolean {
  return !index.record.isCreating || database.journal.read(key) !== undefined
}

function putEntry(
  set: WriteSet,
  index: Index,
  key: string,
  before: ItemRecord | undefined,
  after: ItemRecord | undefined
): void {
  set.changes.push({ key, value: after })
  count(set, index.id, before, after)
}

function count(
  set: WriteSet,
  id: string,
  before: ItemRecord | undefined,
  after: ItemRecord | undefined
): void {
  set.counts.push({
    id,
    items: Number(after !== undefined) - Number(before !== undefined),
    bytes: (after === undefined ? 0 : sizeOf(after)) - (before === undefined ? 0 : sizeOf(before))
  })
}

function addExpiry(set: WriteSet, table: Table, place: string, { before, after }: Items): void {
  const old = before && expiryKey(table, before, place)
  const next = after && expiryKey(table, after, place)
  if (old === next) return
  if (old) set.changes.push({ key: old, value: undefined })
  if (next) set.changes.push({ key: next, value: place })
}
