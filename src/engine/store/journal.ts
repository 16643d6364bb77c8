import type { Change, Key, Store } from './store.ts'

/** Writes that are on their way into the store, and what whoever writes next sees. */
export interface Journal {
  /** The newest value of a key, also where it is not durable yet: for writes alone. */
  read(key: Key): string | undefined
  /**
   * Adds changes that belong together to the next batch. Resolves when they are durable; rejects
   * where the store fails, and then none of them was made.
   */
  commit(changes: Change[]): Promise<void>
  /**
   * Resolves when all that `read` has shown is durable: an answer must not tell of what may be
   * lost.
   */
  settled(): Promise<void>
}

interface Batch {
  changes: Map<Key, string | undefined>
  done: Promise<void>
  resolve: () => void
  reject: (error: unknown) => void
}

export interface JournalHooks {
  /** Adds to a batch what is written once for all its changes. */
  complete: (changes: Map<Key, string | undefined>) => void
  /**
   * The store failed: whatever is kept in memory of changes that were not written must be read
   * again.
   */
  failed: (error: unknown) => void
}

/**
 * Makes one batch of all that is committed while the one before is written, so that many writers
 * share a write. Whoever reads and commits in one turn of the event loop is alone in it, which
 * makes it atomic. A failed batch takes those with it that were made after it, for they may depend
 * on it.
 */
export function createJournal(store: Store, hooks: JournalHooks): Journal {
  let waiting: Batch | undefined
  let flying: Batch | undefined

  async function fly(): Promise<void> {
    const batch = waiting as Batch
    waiting = undefined
    flying = batch
    try {
      hooks.complete(batch.changes)
      await store.write(Array.from(batch.changes, ([key, value]) => ({ key, value })))
      flying = undefined
      batch.resolve()
    } catch (error) {
      fail(error)
    }
    if (waiting) fly()
  }

  function fail(error: unknown): void {
    const lost = [flying, waiting]
    flying = undefined
    waiting = undefined
    hooks.failed(error)
    for (const batch of lost) batch?.reject(error)
  }

  function takeOff(): void {
    if (!flying && waiting) fly()
  }

  return {
    read: (key) => {
      if (waiting?.changes.has(key)) return waiting.changes.get(key)
      if (flying?.changes.has(key)) return flying.changes.get(key)
      return store.get(key)
    },
    commit: (changes) => {
      if (!waiting) {
        waiting = createBatch()
        // All that this turn commits goes together.
        if (!flying) queueMicrotask(takeOff)
      }
      for (const { key, value } of changes) waiting.changes.set(key, value)
      return waiting.done
    },
    settled: async () => {
      await (waiting ?? flying)?.done
    }
  }
}

function createBatch(): Batch {
  let resolve = () => {}
  let reject: Batch['reject'] = () => {}
  const done = new Promise<void>((onWritten, onFailed) => {
    resolve = onWritten
    reject = onFailed
  })
  // Each who waits is told; that nobody does is no failure of its own.
  done.catch(() => {})
  return { changes: new Map(), done, resolve, reject }
}
