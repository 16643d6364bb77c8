import type { Command, Context } from '../context.ts'
import { readLines } from '../files/read-lines.ts'
import type { TypedLine } from '../formats/plain-lines.ts'
import type { Manager } from '../managers/manager.ts'
import { Progress } from '../progress.ts'
import type { OptionValues } from '../table/options.ts'
import { readNumber, readText } from '../table/parse-arguments.ts'
import { Patience } from '../transfer/patience.ts'
import { readTable } from '../transfer/read-table.ts'
import { stopAtFirst } from '../transfer/rejects.ts'
import { readTableFacts, type TableFacts } from '../transfer/table-facts.ts'
import { createWriter, type TableWriter } from '../transfer/table-writer.ts'
import { UsageError } from '../usage-error.ts'
import { openManager, readAddress, readTargetAddress } from './open-manager.ts'
import { isWhole, readTypedSelection } from './selection.ts'

/** `copy SOURCE TARGET`: every item of a table into another one. */
export const copy: Command = async ([source = '', target = ''], options, context) => {
  const selection = readTypedSelection(options)
  const address = readAddress(options, context)
  const to = readTargetAddress(options, context)
  const isSame = to.url === undefined && to.endpoint === undefined
  if (isSame && source === target) throw new UsageError('copy: expected another TARGET than SOURCE')
  const reader = await openManager(address, context)
  const writerManager = isSame ? reader : await openManager(to, context)
  try {
    const isQuiet = options.quiet === true
    const progress = new Progress({ stream: context.stderr, isQuiet, verb: 'copied' })
    const patience = new Patience({
      signal: context.signal,
      onTrouble: ({ message }) => progress.tell(`waiting: ${message}`)
    })
    const rejects = stopAtFirst()
    try {
      const facts = await readTableFacts(reader, patience, source, readText(options, 'index'))
      if (isWhole(selection)) progress.total = facts?.itemCount
      const writer = await createWriter({
        manager: writerManager,
        tableName: target,
        format: 'dynamodb',
        rate: readNumber(options, 'rate', false),
        ifAbsent: options['if-absent'] === true,
        reject: (entry, reason) => rejects.take(entry, reason),
        progress,
        withUnits: context.stderr.isTTY === true,
        signal: context.signal
      })
      await copyItems({ reader, source, selection, facts, patience, writer, options, context })
      const present = writer.present > 0 ? `, ${writer.present} of them there already` : ''
      progress.end(progress.summary() + present)
    } catch (error) {
      progress.end(
        progress.items > 0 ? `stopped: ${progress.summary()}; it may be run again` : undefined
      )
      throw error
    }
  } finally {
    await reader.close()
    if (!isSame) await writerManager.close()
  }
}

interface Copying {
  reader: Manager
  source: string
  selection: Record<string, unknown>
  facts: TableFacts | undefined
  patience: Patience
  writer: TableWriter
  options: OptionValues
  context: Context
}

async function copyItems(copying: Copying): Promise<void> {
  const { writer, options, selection } = copying
  const segments = readNumber(options, 'segments', true) ?? 1
  if (segments > 1 && selection.KeyConditionExpression !== undefined) {
    throw new UsageError('--segments: expected no --query beside it: a partition has no segments')
  }
  const split = (Segment: number) => (segments === 1 ? {} : { Segment, TotalSegments: segments })
  const reading = Array.from({ length: segments }, (_, segment) =>
    copySegment(copying, { ...selection, ...split(segment) })
  )
  const ended = await Promise.allSettled(reading)
  const failure = ended.find(({ status }) => status === 'rejected')
  if (failure) {
    await writer.settle()
    throw (failure as PromiseRejectedResult).reason
  }
  await writer.end()
}

async function copySegment(
  { reader, source, facts, patience, writer, context: { signal } }: Copying,
  payload: Record<string, unknown>
): Promise<void> {
  const pages = readTable(reader, {
    tableName: source,
    payload,
    keyNames: facts?.startKeyNames,
    patience,
    withUnits: false
  })
  let item = 0
  for await (const { lines } of pages) {
    for await (const read of readLines(toChunks(lines))) {
      for (const { text = '' } of read) {
        const place = { file: source, line: ++item }
        const taking = writer.add({ place, text, item: (JSON.parse(text) as TypedLine).Item })
        if (taking) await taking
      }
    }
    signal.throwIfAborted()
  }
}

async function* toChunks(lines: Buffer): AsyncGenerator<Buffer> {
  yield lines
}
