import { stat } from 'node:fs/promises'
import { FileFault } from '../files/file-error.ts'
import { openOutput } from '../files/output.ts'
import type { Entry, Place } from '../formats/entry.ts'

/** Takes refused lines with their reasons. */
export interface Rejects {
  count: number
  take(entry: Entry, reason: string): Promise<void>
  /** Makes sure of those that were taken; resolves with the size of their file. */
  settle(): Promise<number>
  close(): Promise<void>
}

/** A refused line, which ends an import. */
export class LineRefused extends FileFault {
  readonly place: Place

  constructor(place: Place, reason: string) {
    super(`${place.file}:${place.line}: ${reason}`)
    this.place = place
  }
}

/** Ends with the first refused line. */
export function stopAtFirst(): Rejects {
  return {
    count: 0,
    take: async ({ place }, reason) => {
      throw new LineRefused(place, reason)
    },
    settle: async () => 0,
    close: async () => {}
  }
}

/**
 * Writes them to a file, a line of JSON each; what is behind `keep` bytes of an earlier run is
 * written anew. Rejects with a FileFault where there is a file of somebody else's.
 */
export async function openRejects(file: string, keep: number | undefined): Promise<Rejects> {
  const size = (await stat(file).catch(() => undefined))?.size ?? 0
  if (size > 0 && !keep) {
    throw new FileFault(`${file}: it is there already: name another one for refused lines`)
  }
  const output = await openOutput(file, { isGzipped: false, keep: size > 0 ? keep : undefined })
  // Batches under way refuse lines at the same time.
  let writing: Promise<unknown> = Promise.resolve()
  const next = <T>(step: () => Promise<T>): Promise<T> => {
    const done = writing.then(step)
    writing = done
    return done
  }
  const rejects: Rejects = {
    count: 0,
    take: ({ place, text }, reason) => {
      rejects.count++
      return next(() => output.write(`${JSON.stringify({ ...place, reason, text })}\n`))
    },
    settle: () => next(() => output.settle()),
    close: () => output.close()
  }
  return rejects
}
