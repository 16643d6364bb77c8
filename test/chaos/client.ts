import { Agent, request } from 'undici'
import type { Random } from '../fixtures/random.ts'
import {
  type Finding,
  type Outcome,
  type Reply,
  type Step,
  type Subject,
  wrong
} from './subject.ts'
import { createBatch } from './subjects/batch.ts'
import { createCell } from './subjects/cell.ts'
import { createCounter } from './subjects/counter.ts'
import { createJournal } from './subjects/journal.ts'
import { createKeyed } from './subjects/keyed.ts'
import { createOnce } from './subjects/once.ts'
import { createTransfer } from './subjects/transfer.ts'

export interface ClientOptions {
  number: number
  random: Random
  url: string
  tableName: string
  /** A request that takes longer, in milliseconds, hangs. */
  limitMs: number
  ledger: Ledger
  /** Whether the engine has transactions, which transfers and idempotency keys need. */
  hasTransactions: boolean
  isOver: () => boolean
}

/** What all clients record together. */
export interface Ledger {
  subjects: Subject[]
  findings: Finding[]
  /**
   * How many answers of each kind came: `200`, `200, entries left`, `503 OutcomeUnknown`,
   * `connection lost`, …
   */
  answers: Map<string, number>
  outcomes: Record<Outcome, number>
  requests: number
  hangs: string[]
}

export function createLedger(): Ledger {
  const outcomes = { acknowledged: 0, refused: 0, unknown: 0 }
  return { subjects: [], findings: [], answers: new Map(), outcomes, requests: 0, hangs: [] }
}

const makers = {
  counter: createCounter,
  journal: createJournal,
  once: createOnce,
  cell: createCell,
  batch: createBatch,
  keyed: createKeyed,
  transfer: (id: string) => createTransfer(id, false),
  'keyed-transfer': (id: string) => createTransfer(id, true)
}
type Kind = keyof typeof makers
const NEED_TRANSACTIONS: readonly Kind[] = ['keyed', 'transfer', 'keyed-transfer']
const READS: readonly Step['operation'][] = ['read', 'batchRead', 'transactRead']
const TRANSACTIONS: readonly Step['operation'][] = ['transactRead', 'transactWrite']
const HANG_UP = 0.005
const HANG_UP_MS = 30
const AWAY_MS = 20

/** Sends one request after another until the run is over; some of them it does not await. */
export async function runClient(options: ClientOptions): Promise<void> {
  const { number, random, ledger, isOver } = options
  const kinds = (Object.keys(makers) as Kind[]).filter(
    (kind) => options.hasTransactions || !NEED_TRANSACTIONS.includes(kind)
  )
  const agent = new Agent({ connections: 1, pipelining: 1 })
  const current = new Map<string, Subject>()
  let made = 0

  function choose(): Subject {
    const kind = random.pick(kinds)
    let subject = current.get(kind)
    if (!subject || subject.isRetired) {
      subject = makers[kind](`${kind}-${number}-${made++}`)
      current.set(kind, subject)
      ledger.subjects.push(subject)
    }
    return subject
  }

  while (!isOver()) {
    const step = choose().next(random)
    const reply = await send(step, options, agent)
    const outcome = enter(step, reply, ledger)
    const finding = step.settle(outcome, typeof reply === 'string' ? undefined : reply)
    if (finding) ledger.findings.push(finding)
    if (reply === 'never sent') await new Promise((resolve) => setTimeout(resolve, AWAY_MS))
  }
  await agent.destroy()
}

type Silence = 'never sent' | 'connection lost' | 'hung up'

async function send(
  { operation, payload, idempotencyKey }: Step,
  { url, tableName, limitMs, random, ledger }: ClientOptions,
  dispatcher: Agent
): Promise<Reply | Silence> {
  const body = JSON.stringify({ operation, tableName, payload, idempotencyKey })
  const hangsUp = random.chance(HANG_UP)
  const signal = AbortSignal.timeout(hangsUp ? random.between(1, HANG_UP_MS) : limitMs)
  ledger.requests++
  try {
    const answer = await request(url, { method: 'POST', body, dispatcher, signal })
    return { status: answer.statusCode, body: readBody(await answer.body.text()) }
  } catch (error) {
    if (hangsUp) return 'hung up'
    if (signal.aborted) ledger.hangs.push(body)
    return (error as { code?: string }).code === 'ECONNREFUSED' ? 'never sent' : 'connection lost'
  }
}

function readBody(text: string): Reply['body'] {
  try {
    return JSON.parse(text)
  } catch {
    return { errorType: 'no JSON' }
  }
}

/** Translates an answer into an outcome, as the contract says, and counts it. */
function enter(step: Step, reply: Reply | Silence, ledger: Ledger): Outcome {
  const name = typeof reply === 'string' ? reply : nameOf(reply)
  ledger.answers.set(name, (ledger.answers.get(name) ?? 0) + 1)
  const outcome = outcomeOf(name, step)
  if (outcome) ledger.outcomes[outcome]++
  else ledger.findings.push(wrong(`${step.operation} was answered ${name}`))
  return outcome ?? 'unknown'
}

function nameOf({ status, body }: Reply): string {
  if (status === 200 && body.UnprocessedItems) return '200, entries left'
  const what = body.errorType ?? body.message
  return what === undefined ? String(status) : `${status} ${what}`
}

/** Returns undefined if the contract allows no such answer to these requests. */
function outcomeOf(
  name: string,
  { operation, repeatable, idempotencyKey }: Step
): Outcome | undefined {
  switch (name) {
    case '200':
    case '200, entries left':
      return 'acknowledged'
    case 'connection lost':
    case 'hung up':
    case '504 Endpoint request timed out':
      return 'unknown'
    case '503 OutcomeUnknown':
      return READS.includes(operation) ? undefined : 'unknown'
    case '503 ServiceUnavailable':
      return repeatable ? 'unknown' : 'refused'
    case '409 TransactionInProgressException':
      return idempotencyKey === undefined ? undefined : 'unknown'
    case 'never sent':
    case '503 Service Unavailable':
    case '409 ConditionalCheckFailedException':
    case '429 ProvisionedThroughputExceededException':
    case '429 ThrottlingException':
      return 'refused'
    case '409 TransactionCanceledException':
    case '429 TransactionCanceledException':
      return TRANSACTIONS.includes(operation) ? 'refused' : undefined
    default:
      return undefined
  }
}
