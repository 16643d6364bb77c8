import { setImmediate as turn } from 'node:timers/promises'
import type { Database } from '../database.ts'
import { entryPlaceOf, placeOf } from '../items/place.ts'
import { itemOf, sizeOf } from '../items/record.ts'
import { readStored } from '../items/stored.ts'
import { toEntry } from '../items/write-set.ts'
import { AFTER, PREFIX } from '../store/keys.ts'
import type { Change } from '../store/store.ts'
import type { Item } from '../values/attribute-value.ts'
import { expiryKey } from './expiry.ts'
import type { Table } from './table.ts'

/** Other calls wait for so many items at most. */
const AT_ONCE = 100

/** What one filling is for: it says of nothing else that it is done. */
interface Goal {
  indexes: string[]
  expiryFill: string | undefined
}

/**
 * Gives the items that a table has what it was told of after them: entries of new indexes, their
 * ends. Goes by the items that there were, and looks at each again as it is now in the turn in
 * which it writes, so that writes beside it are neither lost nor undone. What was filled once stays
 * as it is: it can begin anew at any time.
 */
export function startFill(database: Database, name: string): void {
  database.background.start(async (isClosing) => {
    const table = database.catalogue.get(name)
    if (!table) return
    const goal = goalOf(table)
    // Writes that were on their way when the table was updated are seen by the cursor.
    await database.journal.settled()
    const prefix = PREFIX.data + table.id
    const cursor = database.store.open({ from: prefix, to: prefix + AFTER })
    try {
      for (;;) {
        const records = await cursor.next()
        if (records.length === 0) break
        for (let first = 0; first < records.length; first += AT_ONCE) {
          const current = database.catalogue.get(name)
          if (isClosing() || current?.id !== table.id) return
          for (const record of records.slice(first, first + AT_ONCE)) {
            addMissing(database, current, itemOf(record))
          }
          await database.journal.settled()
          await turn()
        }
      }
    } finally {
      cursor.close()
    }
    await finish(database, table, goal)
  })
}

/** Goes on with what an earlier process was filling. */
export function resumeFills(database: Database): void {
  for (const table of database.catalogue.all()) {
    const { indexes, expiryFill } = goalOf(table)
    if (indexes.length > 0 || expiryFill !== undefined) startFill(database, table.name)
  }
}

function goalOf({ record }: Table): Goal {
  const creating = record.global.filter(({ isCreating }) => isCreating)
  return { indexes: creating.map(({ id }) => id), expiryFill: record.expiryFill }
}

function addMissing(database: Database, table: Table, seen: Item): void {
  const { journal, counts } = database
  const place = placeOf(table.key, seen)
  const item = readStored({ get: journal.read }, table, place).item()
  if (!item) return
  const changes: Change[] = []
  for (const index of table.indexes) {
    if (!index.record.isCreating) continue
    const entryPlace = entryPlaceOf(index, item, place)
    if (entryPlace === undefined) continue
    const key = PREFIX.data + index.id + entryPlace
    if (journal.read(key) !== undefined) continue
    const value = toEntry(index, item)
    changes.push({ key, value })
    counts.add(index.id, 1, sizeOf(value))
  }
  const end = expiryKey(table, item, place)
  if (end && table.record.expiryFill) changes.push({ key: end, value: place })
  if (changes.length > 0) journal.commit(changes)
}

async function finish({ catalogue }: Database, { name, id }: Table, goal: Goal): Promise<void> {
  await catalogue.exclusive(async () => {
    const record = catalogue.get(name)?.record
    if (record?.id !== id) return
    await catalogue.save({
      ...record,
      global: record.global.map((index) =>
        goal.indexes.includes(index.id) ? { ...index, isCreating: undefined } : index
      ),
      expiryFill: record.expiryFill === goal.expiryFill ? undefined : record.expiryFill
    })
  })
}
