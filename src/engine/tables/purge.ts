import type { Database } from '../database.ts'
import { AFTER, PREFIX, rangeOf } from '../store/keys.ts'
import type { Change } from '../store/store.ts'

/** The change that marks an id's data as garbage, so that also a later start removes it. */
export function garbage(id: string): Change {
  return { key: PREFIX.garbage + id, value: id }
}

/** Removes the data of ids that nothing uses any more, in the background. */
export function startPurge(database: Database, ids: string[]): void {
  database.background.start(async (isClosing) => {
    for (const id of ids) {
      if (isClosing()) return
      await purge(database, id)
    }
  })
}

/** Goes on where an earlier process was removing. */
export async function resumePurge(database: Database): Promise<void> {
  const cursor = database.store.open({ from: PREFIX.garbage, to: PREFIX.garbage + AFTER })
  for (let ids = await cursor.next(); ids.length > 0; ids = await cursor.next()) {
    startPurge(database, ids)
  }
  cursor.close()
}

async function purge({ store, journal, counts }: Database, id: string): Promise<void> {
  // Writes that were on their way when the table went.
  await journal.settled()
  await store.clear(...rangeOf(PREFIX.data, id))
  await store.clear(...rangeOf(PREFIX.expiry, id))
  counts.remove(id)
  await journal.commit([
    { key: PREFIX.count + id, value: undefined },
    { key: PREFIX.garbage + id, value: undefined }
  ])
}
