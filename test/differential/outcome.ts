import type { Call, Input } from './generate/context.ts'
import { PREFIX } from './generate/schema.ts'
import { normalise, normaliseMessage, sortedItems } from './normalise.ts'
import type { RawAnswer, Subject } from './subject.ts'

export interface Failure {
  type: string
  message: string
  members: unknown
}

/**
 * The outcome of a call without random parts: its error, or its output and those of its further
 * pages.
 */
export type Outcome = { failure: Failure } | { pages: unknown[] }

type Page = Record<string, unknown>

const MAX_PAGES = 500

/**
 * Makes a call and the calls for the pages that follow. A scan's order over partitions is each
 * engine's own: all its pages are one, and all segments are asked.
 */
export async function outcomeOf(subject: Subject, call: Call, prefix: string): Promise<Outcome> {
  if (call.operation === 'Scan') return scanAll(subject, call, prefix)
  if (isOfGlobalIndex(call)) return queryAll(subject, call, prefix)
  const outcome = await readPages(subject, call, prefix, call.operation === 'Query')
  if ('failure' in outcome) return outcome
  // Without a start among them, tables of others come first.
  if (call.operation === 'ListTables' && !call.input.ExclusiveStartTableName) return { pages: [] }
  // What an update left shows in its answer only if the request asks for that.
  for (const input of updatedBy(call)) {
    const left = await readPages(subject, { operation: 'GetItem', input }, prefix, false)
    if ('pages' in left) outcome.pages.push(...left.pages)
  }
  return outcome
}

function isOfGlobalIndex({ operation, input }: Call): boolean {
  return operation === 'Query' && /^global/.test(String(input.IndexName))
}

/** Entries of a global index whose keys are equal have no order. */
async function queryAll(subject: Subject, call: Call, prefix: string): Promise<Outcome> {
  const outcome = await readPages(subject, call, prefix, true)
  return 'failure' in outcome ? outcome : { pages: [mergePages(outcome.pages as Page[])] }
}

/** The places of the items that a call updated. */
function updatedBy({ operation, input }: Call): Input[] {
  const updates = operation === 'UpdateItem' ? [input] : []
  if (operation === 'TransactWriteItems') {
    const actions = input.TransactItems as { Update?: Input }[]
    updates.push(...actions.flatMap(({ Update }) => (Update ? [Update] : [])))
  }
  return updates.map(({ TableName, Key }) => ({ TableName, Key, ConsistentRead: true }))
}

async function scanAll(subject: Subject, call: Call, prefix: string): Promise<Outcome> {
  const first = await readPages(subject, call, prefix, true)
  if ('failure' in first) return first
  const { TotalSegments, Segment } = call.input
  const pages = [...first.pages]
  for (let i = 0; i < Number(TotalSegments ?? 0); i++) {
    if (i === Segment) continue
    const more = await readPages(
      subject,
      { ...call, input: { ...call.input, Segment: i } },
      prefix,
      true
    )
    if ('failure' in more) return more
    pages.push(...more.pages)
  }
  // From a key in another order, the rest is another: only whether it is an answer can be compared.
  if (call.input.ExclusiveStartKey) return { pages: [] }
  return { pages: [mergePages(pages as Page[])] }
}

async function readPages(
  subject: Subject,
  call: Call,
  prefix: string,
  follow: boolean
): Promise<Outcome> {
  const pages: unknown[] = []
  let { input } = call
  for (;;) {
    const text = JSON.stringify(input).replaceAll(PREFIX, prefix)
    const page = readAnswer(call.operation, await subject.call(call.operation, text), prefix)
    if ('failure' in page) return page
    pages.push(page.output)
    const { LastEvaluatedKey } = page.output
    if (!follow || !LastEvaluatedKey || pages.length === MAX_PAGES) return { pages }
    input = { ...input, ExclusiveStartKey: LastEvaluatedKey }
  }
}

function readAnswer(
  operation: string,
  { status, body }: RawAnswer,
  prefix: string
): { output: Page } | { failure: Failure } {
  const answer: unknown = JSON.parse(body.replaceAll(prefix, PREFIX))
  if (status === 200) return { output: normalise(operation, answer) as Page }
  const { __type, message, Message, ...members } = answer as Record<string, unknown>
  const failure: Failure = {
    type: String(__type).replace(/^.*#/, ''),
    message: normaliseMessage(String(message ?? Message ?? '')),
    members: normalise(operation, members)
  }
  return { failure }
}

/** The capacity of several pages depends on where they end, so it counts only if there is one. */
function mergePages(pages: Page[]): Page {
  const [only] = pages
  const { LastEvaluatedKey: _, ConsumedCapacity, ...page } = only ?? {}
  const sum = (name: string) => pages.reduce((total, each) => total + Number(each[name]), 0)
  const items = pages.flatMap(({ Items }) => (Items ?? []) as unknown[])
  return {
    ...page,
    ...(only?.Items ? { Items: sortedItems(items) } : {}),
    Count: sum('Count'),
    ScannedCount: sum('ScannedCount'),
    ...(pages.length === 1 && ConsumedCapacity ? { ConsumedCapacity } : {})
  }
}
