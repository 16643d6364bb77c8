import { createGate, type Gate } from './gate.ts'
import { createJournal, type Journal } from './store/journal.ts'
import type { Store } from './store/store.ts'
import { type Background, createBackground } from './tables/background.ts'
import { type Catalogue, openCatalogue } from './tables/catalogue.ts'
import { type Counts, createCounts } from './tables/counts.ts'

/** What every call works on. */
export interface Database {
  store: Store
  journal: Journal
  counts: Counts
  catalogue: Catalogue
  background: Background
  /** Every call and every work beside them goes through it. */
  gate: Gate
  /** Milliseconds since 1970. */
  now: () => number
}

export interface Observers {
  /** Work beside the calls failed. */
  onFailure: (error: unknown) => void
  /** The store could not write. */
  onStoreFailure: (error: unknown) => void
}

/** Reads the tables of a store. */
export async function openDatabase(
  store: Store,
  now: () => number,
  { onFailure, onStoreFailure }: Observers
): Promise<Database> {
  const counts = createCounts(store)
  const journal = createJournal(store, {
    complete: counts.complete,
    failed: (error) => {
      counts.reset()
      onStoreFailure(error)
    }
  })
  const gate = createGate()
  return {
    store,
    journal,
    counts,
    catalogue: await openCatalogue(store, journal),
    background: createBackground(gate, onFailure),
    gate,
    now
  }
}
