import { stat } from 'node:fs/promises'
import type { Command, Context } from '../context.ts'
import { FileFault } from '../files/file-error.ts'
import { findInputs, type Input } from '../files/input.ts'
import { type FileFormat, formatOf, isStandard } from '../files/names.ts'
import { readState, removeState, writeState } from '../files/state.ts'
import type { Place } from '../formats/entry.ts'
import { readEntries } from '../formats/read-entries.ts'
import type { Manager } from '../managers/manager.ts'
import { Progress } from '../progress.ts'
import type { OptionValues } from '../table/options.ts'
import { readNumber, readText } from '../table/parse-arguments.ts'
import { openRejects, type Rejects, stopAtFirst } from '../transfer/rejects.ts'
import { createWriter, type TableWriter } from '../transfer/table-writer.ts'
import { UsageError } from '../usage-error.ts'
import { readAddress, withManager } from './open-manager.ts'

interface Done {
  place?: Place | undefined
  items: number
  rejects: number
  rejectsBytes: number
}

const SAVE_MS = 1_000

/** `import FILE`: every item of a file into a table. */
export const importTable: Command = async ([file = '-'], options, context) => {
  const tableName = readText(options, 'table') as string
  const format = await readFormat(file, options)
  if (isStandard(file) && options.resume) {
    throw new UsageError('--resume: expected a FILE, got standard input')
  }
  const inputs = await findInputs(file, context.stdin)
  const state = isStandard(file)
    ? undefined
    : `${file.replace(/\/+$/, '')}.${toPart(tableName)}.state`
  const told = { tableName, format, url: readAddress(options, context).url }
  const before = options.resume && state ? await readState<Done>(state, told) : undefined
  const rejects = await openTold(options, before)
  const progress = new Progress({
    stream: context.stderr,
    isQuiet: options.quiet === true,
    verb: 'imported'
  })
  if (inputs.every(({ itemCount }) => itemCount !== undefined)) {
    progress.total = inputs.reduce((sum, { itemCount = 0 }) => sum + itemCount, 0)
  }
  if (before) progress.resume(before.items)
  rejects.count = before?.rejects ?? 0
  const importing = new Importing({ state, told, rejects, progress, context, before })
  try {
    await withManager(options, context, async (manager) => {
      const writer = await openWriter(manager, tableName, format, options, {
        rejects,
        progress,
        context
      })
      await importing.run(inputs, format, writer)
      progress.end(tell(progress, rejects, writer))
    })
  } catch (error) {
    progress.end(progress.items > 0 ? `stopped: ${progress.summary()}` : undefined)
    if (importing.canResume) progress.tell(`${file}: --resume goes on behind what is certain`)
    throw error
  } finally {
    await rejects.close()
  }
  if (rejects.count > 0)
    throw new FileFault(`${rejects.count} lines were refused: ${options.rejects}`)
}

function openTold(options: OptionValues, before: Done | undefined): Promise<Rejects> | Rejects {
  const file = readText(options, 'rejects')
  return file === undefined ? stopAtFirst() : openRejects(file, before?.rejectsBytes)
}

async function readFormat(file: string, options: OptionValues): Promise<FileFormat> {
  const as = readText(options, 'as')
  const isFolder = !isStandard(file) && (await stat(file).catch(() => undefined))?.isDirectory()
  if (!isFolder) return formatOf(file, as)
  if (as !== undefined && as !== 'dynamodb') {
    throw new UsageError(`--as: expected dynamodb for a folder, got "${as}"`)
  }
  return 'dynamodb'
}

function openWriter(
  manager: Manager,
  tableName: string,
  format: FileFormat,
  options: OptionValues,
  { rejects, progress, context }: { rejects: Rejects; progress: Progress; context: Context }
): Promise<TableWriter> {
  return createWriter({
    manager,
    tableName,
    format: format === 'jsonl' ? 'json' : 'dynamodb',
    rate: readNumber(options, 'rate', false),
    ifAbsent: options['if-absent'] === true,
    reject: (entry, reason) => rejects.take(entry, reason),
    progress,
    withUnits: context.stderr.isTTY === true,
    signal: context.signal
  })
}

/** An ARN has what no name of a file may have. */
function toPart(tableName: string): string {
  return tableName.replaceAll(/[^A-Za-z0-9_.-]/g, '_')
}

function tell(progress: Progress, rejects: Rejects, { present }: TableWriter): string {
  const parts = [progress.summary()]
  if (rejects.count > 0) parts.push(`${rejects.count} of them refused`)
  if (present > 0) parts.push(`${present} of them there already`)
  return parts.join(', ')
}

interface ImportingOptions {
  /** The file of the state; undefined: there is none. */
  state: string | undefined
  told: Record<string, unknown>
  rejects: Rejects
  progress: Progress
  context: Context
  /** What is certain of an earlier run. */
  before: Done | undefined
}

/** Feeds the entries of all files to a writer, and keeps what is certain of them. */
class Importing {
  readonly #options: ImportingOptions
  #state: string | undefined
  #savedMs = Number.NEGATIVE_INFINITY

  constructor(options: ImportingOptions) {
    this.#options = options
    this.#state = options.state
  }

  get canResume(): boolean {
    return this.#state !== undefined
  }

  async run(inputs: readonly Input[], format: FileFormat, writer: TableWriter): Promise<void> {
    try {
      for (const input of this.#notDone(inputs)) await this.#feed(input, format, writer)
      await writer.end()
    } catch (error) {
      await writer.settle()
      await this.#save(writer)
      throw error
    }
    if (this.#state) await removeState(this.#state)
  }

  /** The files from the one where an earlier run ended. */
  #notDone(inputs: readonly Input[]): readonly Input[] {
    const place = this.#options.before?.place
    if (!place) return inputs
    const first = inputs.findIndex(({ name }) => name === place.file)
    if (first === -1)
      throw new FileFault(`${place.file}: an earlier run ended in it, but it is not there`)
    return inputs.slice(first)
  }

  async #feed(input: Input, format: FileFormat, writer: TableWriter): Promise<void> {
    const { signal } = this.#options.context
    const place = this.#options.before?.place
    const doneLines = place?.file === input.name ? place.line : 0
    let items = 0
    for await (const entries of readEntries(input.name, input.open(signal), format)) {
      for (const entry of entries) {
        items++
        if (entry.place.line <= doneLines) continue
        const taking = writer.add(entry)
        if (!taking) continue
        await taking
        if (performance.now() - this.#savedMs > SAVE_MS) await this.#save(writer)
      }
      signal.throwIfAborted()
    }
    const { itemCount = items } = input
    if (items === itemCount) return
    throw new FileFault(
      `${input.name}: expected ${itemCount} items, as the manifest says, got ${items}`
    )
  }

  async #save({ certain, certainItems }: TableWriter): Promise<void> {
    if (!this.#state) return
    const { told, rejects, progress, before } = this.#options
    const place = certain ?? before?.place
    if (!place) return
    const done: Done = {
      place,
      items: (before?.items ?? 0) + certainItems,
      rejects: rejects.count,
      rejectsBytes: await rejects.settle()
    }
    this.#savedMs = performance.now()
    try {
      await writeState<Done>(this.#state, { options: told, done })
    } catch (error) {
      // A folder that may not be written keeps nobody from importing what is in it.
      progress.tell(`cannot be resumed: ${(error as Error).message}`)
      this.#state = undefined
    }
  }
}
