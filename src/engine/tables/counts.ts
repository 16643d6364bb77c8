import { PREFIX } from '../store/keys.ts'
import type { Key, Store } from '../store/store.ts'

export interface Count {
  items: number
  bytes: number
}

/** How many items tables and indexes have, kept beside them so that nothing is counted at start. */
export interface Counts {
  of(id: string): Count
  /** Notes a change; it is written with the next batch. */
  add(id: string, items: number, bytes: number): void
  /** Adds what was noted to a batch. */
  complete(changes: Map<Key, string | undefined>): void
  /** Forgets what was noted and not written. */
  reset(): void
  /** Forgets an id. */
  remove(id: string): void
}

/** Makes the counts of a store, which are read when they are first asked for. */
export function createCounts(store: Store): Counts {
  const known = new Map<string, Count>()
  const changed = new Map<string, Count>()

  function of(id: string): Count {
    let count = known.get(id)
    if (!count) {
      const [items = 0, bytes = 0] = (store.get(PREFIX.count + id) ?? '0 0').split(' ').map(Number)
      count = { items, bytes }
      known.set(id, count)
    }
    return count
  }

  return {
    of,
    add: (id, items, bytes) => {
      if (items === 0 && bytes === 0) return
      const count = of(id)
      count.items += items
      count.bytes += bytes
      changed.set(id, count)
    },
    complete: (changes) => {
      for (const [id, { items, bytes }] of changed) {
        changes.set(PREFIX.count + id, `${items} ${bytes}`)
      }
      changed.clear()
    },
    reset: () => {
      known.clear()
      changed.clear()
    },
    remove: (id) => {
      known.delete(id)
      changed.delete(id)
    }
  }
}
