import { AbstractKeyIterator, AbstractValueIterator } from 'abstract-level'

/**
 * Has dynalite close the iterators that it opens, one or two for each Scan: it ends them by a `return()`, which
 * they have not (seen in dynalite 4.0.0 with abstract-level 3.1.1), and each that stays open keeps the data that it
 * was opened on.
 */
export function closeIterators(): void {
  for (const { prototype } of [AbstractKeyIterator, AbstractValueIterator]) {
    Object.defineProperty(prototype, 'return', { value: prototype.close })
  }
}
