import { toValue } from '../json/json-text.ts'
import { retriesOf, writeEcho, writeOutput } from './answer.ts'
import { nowMs } from './clock.ts'
import type { Database, Deadline, Output, Tally } from './database.ts'
import { type AdmittedRequest, admit, type Caller, type EnvelopeRules } from './envelope.ts'
import { toServiceError } from './errors.ts'
import { runAsTransaction, withToken } from './idempotency.ts'
import type { Call, CallContext } from './operation.ts'
import { repeatsOf } from './repeats.ts'
import type { RequestRecord } from './request-record.ts'
import { LineStream, type StreamOptions } from './stream.ts'
import { intersect } from './tables.ts'

export interface Service extends EnvelopeRules {
  database: Database
}

export interface DispatchRequest {
  /** The parsed body, with exact numbers. */
  body: unknown
  caller?: Caller
  deadline: Deadline
  /**
   * Filled while the request runs, so that the log line of a failed request is as full as possible.
   */
  record: RequestRecord
  /**
   * Starts the time limit of a further page of a stream; undefined: the client asked for no stream.
   */
  startPage?: StreamOptions['startPage'] | undefined
}

/** An answer is the text of one JSON value, or a stream of lines of JSON. */
export type Answer = TextAnswer | { lines: LineStream; text?: never; wrote: false }

export interface TextAnswer {
  text: string
  lines?: never
  /** Whether a write was applied entirely. If its answer is then lost, the error must say so. */
  wrote: boolean
}

/**
 * Runs one request: takes a parsed body, resolves with the answer. Rejects only with a
 * ServiceError.
 */
export async function dispatch(service: Service, request: DispatchRequest): Promise<Answer> {
  try {
    const admitted = admit(request.body, service, request.caller ?? {}, request.record)
    const { operation, payload } = admitted
    if (!operation.call) return { text: writeEcho(operation.run(payload)), wrote: false }
    return await runCall(operation.call, admitted, service, request)
  } catch (thrown) {
    throw toServiceError(thrown)
  }
}

async function runCall(
  call: Call,
  admitted: AdmittedRequest,
  service: Service,
  request: DispatchRequest
): Promise<Answer> {
  const { record, startPage } = request
  const tally: Tally = { attempts: 0, pages: 0 }
  const started = nowMs()
  try {
    const context = toContext(call, admitted, service, request, tally)
    if (startPage && call.next) {
      const payload = admitted.payload as object
      const lines = await LineStream.start(context, payload, { startPage, record })
      return { lines, wrote: false }
    }
    const output = await run(call, admitted, context)
    const capacity = unitsOf(output)
    if (capacity !== undefined) record.consumedCapacity = capacity
    return {
      text: writeOutput(output, call.members, retriesOf(tally)),
      wrote: call.effect === 'write' && output.UnprocessedItems === undefined
    }
  } finally {
    record.dynamodbMs = nowMs() - started
    if (tally.attempts > 0) record.retries = retriesOf(tally)
    if (tally.pages > 1) record.pages = tally.pages
  }
}

function toContext(
  call: Call,
  { tableName, format, payload }: AdmittedRequest,
  { database, allowedTables }: Service,
  { deadline, caller }: DispatchRequest,
  tally: Tally
): CallContext {
  const rules = { deadline, repeats: repeatsOf(call, payload as object) }
  return {
    call,
    tableName,
    allowedTables: intersect(allowedTables, caller?.grant?.tables),
    format,
    deadline,
    tally,
    send: (command, others) => database.send(command, { ...rules, format, tally, ...others }),
    backOff: database.backOff
  }
}

function run(
  call: Call,
  { tableName, payload, idempotencyKey }: AdmittedRequest,
  context: CallContext
): Promise<Partial<Output>> {
  const { transaction } = call
  if (transaction === 'whole') {
    return context.send(call.command(withToken(payload, idempotencyKey) as never, tableName))
  }
  if (transaction && idempotencyKey !== undefined) {
    return runAsTransaction(transaction, context, payload as object, idempotencyKey)
  }
  // The payload was checked against the schema, so it has the type that the call expects.
  if (call.collect) return call.collect(context, payload as never)
  return context.send(call.command(payload as never, tableName))
}

interface Units {
  CapacityUnits?: number
}

/** Returns the capacity units of one table, or the sum over all tables of a transaction. */
function unitsOf({ ConsumedCapacity }: Partial<Output>): number | undefined {
  if (ConsumedCapacity === undefined) return undefined
  const all = [toValue(ConsumedCapacity)].flat() as Units[]
  const known = all.flatMap(({ CapacityUnits }) => CapacityUnits ?? [])
  return known.length === 0 ? undefined : known.reduce((sum, units) => sum + units, 0)
}
