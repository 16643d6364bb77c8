import { rename, rm, stat } from 'node:fs/promises'
import { FileFault, naming } from '../files/file-error.ts'
import { type Output, openOutput } from '../files/output.ts'
import { readState, removeState, writeState } from '../files/state.ts'
import type { Key } from '../managers/manager.ts'

/** How far a segment is. */
export interface Progress {
  lastKey?: Key | undefined
  isDone: boolean
}

interface Done {
  bytes: number
  items: number
  segments: Progress[]
}

export interface PartOptions {
  /** The final name. */
  target: string
  /** What the export was told to do. */
  options: Record<string, unknown>
  segments: number
  isGzipped: boolean
  isResumed: boolean
  isForced: boolean
}

const SAVE_MS = 1_000

/**
 * A file that is being written, under another name, beside the state from which another run can go
 * on.
 */
export class PartFile {
  readonly #options: PartOptions
  readonly #output: Output
  readonly #done: Done
  /** Segments that have written a page of which it is not known where it ends. */
  readonly #uncertain = new Set<number>()
  #writing: Promise<void> = Promise.resolve()
  #savedMs = Number.NEGATIVE_INFINITY

  private constructor(options: PartOptions, output: Output, done: Done) {
    this.#options = options
    this.#output = output
    this.#done = done
  }

  /**
   * Opens it, anew or where an earlier run ended; undefined: that one had ended with the whole
   * file.
   */
  static async open(options: PartOptions): Promise<PartFile | undefined> {
    const { target, isResumed, isForced, isGzipped, segments } = options
    const [part, state] = [toPart(target), toState(target)]
    const done = isResumed ? await readState<Done>(state, options.options) : undefined
    if (done && !(await exists(part)) && (await exists(target))) {
      await removeState(state)
      return undefined
    }
    if (!isForced && (await exists(target))) {
      throw new FileFault(`${target}: it is there already; --force replaces it`)
    }
    if (!isForced && !isResumed && (await exists(state))) {
      const ways = '--resume goes on with it, --force begins anew'
      throw new FileFault(`${target}: an export to it was interrupted: ${ways}`)
    }
    // The old state must not be taken for one of the new file.
    if (!done) await removeState(state)
    const output = await openOutput(part, { isGzipped, keep: done?.bytes })
    const begun = Array.from({ length: segments }, () => ({ isDone: false }))
    return new PartFile(options, output, done ?? { bytes: 0, items: 0, segments: begun })
  }

  get path(): string {
    return toPart(this.#options.target)
  }

  get items(): number {
    return this.#done.items
  }

  get segments(): readonly Progress[] {
    return this.#done.segments
  }

  /** Adds a page of a segment; `lastKey`, if it is known, is where to go on behind it. */
  append(segment: number, text: Buffer | string, items: number, lastKey?: Key): Promise<void> {
    return this.#next(async () => {
      await this.#output.write(text)
      this.#done.items += items
      if (lastKey) this.#advance(segment, { lastKey, isDone: false })
      else if (items > 0) this.#uncertain.add(segment)
      if (performance.now() - this.#savedMs > SAVE_MS) await this.#save()
    })
  }

  /** Tells that a segment is at its end. */
  endSegment(segment: number): Promise<void> {
    return this.#next(async () => this.#advance(segment, { isDone: true }))
  }

  /** Makes sure of what was appended. */
  save(): Promise<void> {
    return this.#next(() => this.#save())
  }

  /** Closes the whole file; it still has its other name. */
  async end(): Promise<void> {
    await this.save()
    await this.#output.end()
  }

  /** Closes it as it is, to be resumed. */
  async close(): Promise<void> {
    await this.#writing.catch(() => {})
    await this.#output.close()
  }

  /** Gives the file, or another one that was made of it, its final name. */
  async finish(file = this.path): Promise<void> {
    const { target, isForced } = this.#options
    if (!isForced && (await exists(target))) {
      throw new FileFault(`${target}: it was made meanwhile; --resume --force replaces it`)
    }
    await naming(target, rename(file, target))
    if (file !== this.path) await rm(this.path, { force: true })
    await removeState(toState(target))
  }

  #advance(segment: number, progress: Progress): void {
    this.#done.segments[segment] = progress
    this.#uncertain.delete(segment)
  }

  async #save(): Promise<void> {
    if (this.#uncertain.size > 0) return
    const { target, options } = this.#options
    this.#done.bytes = await this.#output.settle()
    await writeState<Done>(toState(target), { options, done: this.#done })
    this.#savedMs = performance.now()
  }

  /** One after the other: segments share the file. */
  #next(step: () => Promise<void>): Promise<void> {
    this.#writing = this.#writing.then(step)
    return this.#writing
  }
}

function toPart(target: string): string {
  return `${target}.part`
}

function toState(target: string): string {
  return `${target}.state`
}

async function exists(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
