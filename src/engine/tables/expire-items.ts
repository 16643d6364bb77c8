import type { Database } from '../database.ts'
import { readStored } from '../items/stored.ts'
import { addWrite, commit, createWriteSet } from '../items/write-set.ts'
import { AFTER } from '../store/keys.ts'
import { endOf, expiryPrefix } from './expiry.ts'
import type { Table } from './table.ts'

const AT_ONCE = 500
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
const MAX_AGE_SECONDS = 5 * 365 * 86_400

/**
 * Deletes the items that are over, with their entries. Reads no others, so that it costs little.
 */
export async function expireItems(database: Database): Promise<void> {
  for (const table of database.catalogue.all()) {
    if (table.record.expiry === undefined) continue
    while (await expireSome(database, table)) {
      // There may be more.
    }
  }
}

async function expireSome(database: Database, table: Table): Promise<boolean> {
  const now = Math.floor(database.now() / 1000)
  const cursor = database.store.open({
    from: expiryPrefix(table, now - MAX_AGE_SECONDS),
    to: expiryPrefix(table, now - 1) + AFTER,
    limit: AT_ONCE
  })
  const places = await cursor.next()
  cursor.close()
  // It may have been updated while the cursor went.
  if (database.catalogue.get(table.name) !== table) return false
  const set = createWriteSet(database)
  for (const place of places) {
    const before = readStored({ get: database.journal.read }, table, place)
    const item = before.item()
    const end = item && endOf(table, item)
    if (end !== undefined && end < now) addWrite(set, table, place, before, undefined)
  }
  await commit(set)
  return set.changes.length > 0 && places.length === AT_ONCE
}
