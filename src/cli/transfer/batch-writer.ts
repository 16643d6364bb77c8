import type { Entry, Place } from '../formats/entry.ts'
import { createKeyReader, type ReadKey } from './item-key.ts'
import type { PutEntries } from './put-entries.ts'
import type { KeyAttribute } from './table-facts.ts'

export interface BatchWriterOptions {
  /** Writes entries, each until it is done or refused. */
  put: PutEntries
  /** undefined: it is not known. */
  key: readonly KeyAttribute[] | undefined
  /** Takes a refused entry with its reason; rejects where the first one stops. */
  reject: (entry: Entry, reason: string) => Promise<void>
  /** Is told of each batch that is done. */
  onDone: (items: number, bytes: number) => void
}

interface Batch {
  entries: Entry[]
  keys: Set<string>
  bytes: number
  isDone: boolean
}

const MAX_ENTRIES = 25
/** Of text. DynamoDB takes 16 MB, but the body of a request may be less. */
const MAX_BYTES = 1_000_000
const CONCURRENCY = 8

/**
 * Writes entries in batches, several at once; those of one key one after the other, as they came.
 */
export class BatchWriter {
  readonly #options: BatchWriterOptions
  readonly #readKey: ReadKey
  /** In the order of their entries, from the first that is not done. */
  readonly #queue: Batch[] = []
  readonly #running = new Set<Promise<void>>()
  /** By the keys that they write. */
  readonly #busy = new Map<string, Promise<void>>()
  #batch = newBatch()
  #failures: unknown[] = []
  /** All entries up to here are done. */
  certain: Place | undefined
  /** So many. */
  certainItems = 0

  constructor(options: BatchWriterOptions) {
    this.#options = options
    this.#readKey = createKeyReader(options.key)
  }

  /**
   * Takes an entry. What it returns is to be waited for before the next one; rejects with why it
   * cannot go on.
   */
  add(entry: Entry): Promise<void> | undefined {
    if (this.#failures.length > 0) return this.#fail()
    const key = this.#readKey(entry)
    if (key !== undefined && this.#batch.keys.has(key)) this.#submit()
    const busy = key === undefined ? undefined : this.#busy.get(key)
    if (busy) return busy.then(() => this.#take(entry, key))
    return this.#take(entry, key)
  }

  /** Resolves when all is done. */
  async end(): Promise<void> {
    this.#submit()
    await this.settle()
    if (this.#failures.length > 0) await this.#fail()
  }

  /** Resolves when nothing is under way, whatever came of it. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  #take(entry: Entry, key: string | undefined): Promise<void> | undefined {
    const batch = this.#batch
    batch.entries.push(entry)
    batch.bytes += entry.text.length
    if (key !== undefined) batch.keys.add(key)
    if (batch.entries.length < MAX_ENTRIES && batch.bytes < MAX_BYTES) return undefined
    this.#submit()
    return this.#hasRoom()
  }

  async #hasRoom(): Promise<void> {
    if (this.#running.size >= CONCURRENCY) await Promise.race(this.#running)
    if (this.#failures.length > 0) await this.#fail()
  }

  #submit(): void {
    const batch = this.#batch
    if (batch.entries.length === 0) return
    this.#batch = newBatch()
    this.#queue.push(batch)
    const running = this.#run(batch).finally(() => {
      this.#running.delete(running)
      for (const key of batch.keys) this.#busy.delete(key)
    })
    this.#running.add(running)
    for (const key of batch.keys) this.#busy.set(key, running)
  }

  async #run(batch: Batch): Promise<void> {
    try {
      await this.#put(batch.entries)
      batch.isDone = true
      this.#options.onDone(batch.entries.length, batch.bytes)
    } catch (error) {
      this.#failures.push(error)
    }
    for (let first = this.#queue[0]; first?.isDone; first = this.#queue[0]) {
      this.certain = first.entries.at(-1)?.place
      this.certainItems += first.entries.length
      this.#queue.shift()
    }
  }

  async #put(entries: Entry[]): Promise<void> {
    const sound: Entry[] = []
    for (const entry of entries) {
      if (entry.fault === undefined) sound.push(entry)
      else await this.#options.reject(entry, entry.fault)
    }
    if (sound.length > 0) await this.#options.put(sound)
  }

  /**
   * Rejects when nothing is under way any more: of several failures, with the first in the file.
   */
  async #fail(): Promise<never> {
    await this.settle()
    const lineOf = (error: unknown) =>
      (error as { place?: Place }).place?.line ?? Number.POSITIVE_INFINITY
    throw this.#failures.sort((a, b) => lineOf(a) - lineOf(b))[0]
  }
}

function newBatch(): Batch {
  return { entries: [], keys: new Set(), bytes: 0, isDone: false }
}
