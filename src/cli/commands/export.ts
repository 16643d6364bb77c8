import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command, Context } from '../context.ts'
import { type FileFormat, formatOf, isGzipped, isStandard } from '../files/names.ts'
import { type Output, openOutput, toStream } from '../files/output.ts'
import { writeCsv } from '../formats/csv.ts'
import { createPlainEncoder } from '../formats/plain-lines.ts'
import { countLines } from '../managers/lines.ts'
import type { Key, Manager } from '../managers/manager.ts'
import { Progress } from '../progress.ts'
import type { OptionValues } from '../table/options.ts'
import { readNumber, readText } from '../table/parse-arguments.ts'
import { PartFile } from '../transfer/part-file.ts'
import { Patience } from '../transfer/patience.ts'
import { Rate } from '../transfer/rate.ts'
import { readTable } from '../transfer/read-table.ts'
import { readTableFacts, type TableFacts } from '../transfer/table-facts.ts'
import { UsageError } from '../usage-error.ts'
import { readAddress, withManager } from './open-manager.ts'
import { isWhole, readTypedSelection } from './selection.ts'

/** What an export was told. */
interface Told {
  tableName: string
  index: string | undefined
  selection: Record<string, unknown>
  format: FileFormat
  segments: number
  rate: number | undefined
}

/** Takes the pages of all segments. */
interface Sink {
  append(segment: number, text: Buffer | string, items: number, lastKey?: Key): Promise<void>
  endSegment(segment: number): Promise<void>
}

interface Transfer {
  manager: Manager
  told: Told
  facts: TableFacts | undefined
  progress: Progress
  patience: Patience
  context: Context
}

/** `export [FILE]`: every item of a table to a file or to standard output. */
export const exportTable: Command = async ([file], options, context) => {
  const told = readTold(file, options)
  if (isStandard(file) && (options.resume || options.force)) {
    throw new UsageError('--resume, --force: expected a FILE, got standard output')
  }
  await withManager(options, context, async (manager) => {
    const isQuiet = options.quiet === true
    const progress = new Progress({ stream: context.stderr, isQuiet, verb: 'exported' })
    const patience = new Patience({
      signal: context.signal,
      onTrouble: ({ message }) => progress.tell(`waiting: ${message}`)
    })
    try {
      const facts = await readTableFacts(manager, patience, told.tableName, told.index)
      if (isWhole(told.selection)) progress.total = facts?.itemCount
      const transfer = { manager, told, facts, progress, patience, context }
      if (isStandard(file)) await exportToStream(transfer)
      else await exportToFile(transfer, file, options)
    } catch (error) {
      progress.end(progress.items > 0 ? `stopped: ${progress.summary()}` : undefined)
      throw error
    }
    progress.end(progress.summary())
  })
}

function readTold(file: string | undefined, options: OptionValues): Told {
  const selection = readTypedSelection(options)
  const segments = readNumber(options, 'segments', true) ?? 1
  if (segments > 1 && selection.KeyConditionExpression !== undefined) {
    throw new UsageError('--segments: expected no --query beside it: a partition has no segments')
  }
  return {
    tableName: readText(options, 'table') as string,
    index: readText(options, 'index'),
    selection,
    format: formatOf(file, readText(options, 'as')),
    segments,
    rate: readNumber(options, 'rate', false)
  }
}

async function exportToFile(
  transfer: Transfer,
  target: string,
  options: OptionValues
): Promise<void> {
  const { told, progress, context } = transfer
  const { rate, index, ...others } = told
  const part = await PartFile.open({
    target,
    options: { ...others, source: readAddress(options, context).url },
    segments: told.segments,
    // A table for spreadsheets is made of the lines, once all columns are known.
    isGzipped: isGzipped(target) && told.format !== 'csv',
    isResumed: options.resume === true,
    isForced: options.force === true
  })
  if (!part) return progress.tell(`${target}: it was whole already`)
  progress.resume(part.items)
  try {
    await readSegments(transfer, part, part.segments)
    await part.end()
  } catch (error) {
    // What failed may be the disk: then what was saved before holds.
    await part.save().catch(() => {})
    await part.close()
    progress.tell(`${target}: ${part.items} items are in ${part.path}; --resume goes on with it`)
    throw error
  }
  if (told.format !== 'csv') return part.finish()
  const table = `${part.path}.csv`
  await makeCsv(transfer, part.path, await openOutput(table, { isGzipped: isGzipped(target) }))
  await part.finish(table)
}

async function exportToStream(transfer: Transfer): Promise<void> {
  const output = toStream(transfer.context.stdout)
  const { told } = transfer
  const segments = Array.from({ length: told.segments }, () => ({ isDone: false }))
  const append = (to: Output) => ({
    append: (_: number, text: Buffer | string) => to.write(text),
    endSegment: async () => {}
  })
  if (told.format !== 'csv') return readSegments(transfer, append(output), segments)
  const folder = await mkdtemp(join(tmpdir(), 'dynamodbmanager-'))
  try {
    const lines = join(folder, 'lines')
    const file = await openOutput(lines, { isGzipped: false })
    await readSegments(transfer, append(file), segments)
    await file.end()
    await makeCsv(transfer, lines, output)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function makeCsv(transfer: Transfer, lines: string, output: Output): Promise<void> {
  const { facts, context } = transfer
  const keyNames = facts?.key.map(({ name }) => name) ?? []
  await writeCsv(lines, output, keyNames, context.signal)
  await output.end()
}

/** Reads all segments that are not done, at once. The first failure ends them all. */
async function readSegments(
  transfer: Transfer,
  sink: Sink,
  segments: readonly { lastKey?: Key | undefined; isDone: boolean }[]
): Promise<void> {
  const { told, progress, patience, context, manager, facts } = transfer
  const { signal } = context
  const failed = new AbortController()
  const encode =
    told.format === 'jsonl'
      ? createPlainEncoder(context.readPlainLines, () => progress.tell(LOSS))
      : (lines: Buffer) => lines
  const rate = told.rate === undefined ? undefined : new Rate(told.rate, signal)

  async function read(segment: number): Promise<void> {
    const split = told.segments === 1 ? {} : { Segment: segment, TotalSegments: told.segments }
    const pages = readTable(manager, {
      tableName: told.tableName,
      payload: { ...told.selection, ...split },
      startKey: segments[segment]?.lastKey,
      keyNames: facts?.startKeyNames,
      patience,
      rate,
      withUnits: context.stderr.isTTY === true
    })
    for await (const { lines, lastKey, units } of pages) {
      const items = countLines(lines)
      await sink.append(segment, encode(lines), items, lastKey)
      progress.add(items, lines.length, units)
      signal.throwIfAborted()
      if (failed.signal.aborted) return
    }
    await sink.endSegment(segment)
  }

  const reading = segments.map(async ({ isDone }, segment) => {
    if (isDone) return
    try {
      await read(segment)
    } catch (error) {
      failed.abort()
      throw error
    }
  })
  const ended = await Promise.allSettled(reading)
  const failure = ended.find(({ status }) => status === 'rejected')
  if (failure) throw (failure as PromiseRejectedResult).reason
}

const LOSS =
  'sets and binary are written as lists and strings: plain JSON cannot tell them; --as dynamodb can'
