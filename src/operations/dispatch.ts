import { JsonText } from '../json/json-text.ts'
import { stringify } from '../json/stringify.ts'
import { nowMs } from './clock.ts'
import { type Caller, type Envelope, type EnvelopeRules, validateEnvelope } from './envelope.ts'
import { toServiceError } from './errors.ts'
import { runAsTransaction } from './idempotency.ts'
import type { Deadline, Operation, OperationContext } from './table.ts'

export interface Service extends EnvelopeRules {
  dynamodb: OperationContext['dynamodb']
}

/** What one request did, for its line in the log. Never payloads, items or keys. */
export interface Trace {
  operation?: string
  /** The name of the API key that was used, where it has one. */
  client?: string | undefined
  tableName?: string
  /** Milliseconds spent on DynamoDB, retries and their waits among them. */
  dynamodbMs?: number
  /** Attempts beside the first. */
  retries?: number
  /** Capacity units; only where the payload asked for them. */
  consumedCapacity?: number
}

/** What a command's answer has beside the call's own members; dynamodb/client.ts adds the headers. */
interface Metadata {
  requestId?: string
  httpStatusCode?: number
  httpHeaders?: Record<string, string>
  attempts?: number
}

type Output = Record<string, unknown> & { $metadata: Metadata }

/**
 * Runs one request: a parsed body in, the answer's value out, a large one as JsonText. Rejects with a ServiceError, never a raw
 * SDK error. Fills `trace` as it goes, so that a failed request is logged as fully as it can be.
 */
export async function dispatch(
  body: unknown,
  service: Service,
  deadline: Deadline,
  trace: Trace,
  caller: Caller = {}
): Promise<unknown> {
  try {
    const envelope = validateEnvelope(body, service, caller, trace)
    const { operation, tableName } = envelope
    const { dynamodb } = service
    const context = { dynamodb, tableName, deadline }
    if (!operation.action) return await operation.run(context, envelope.payload as never)
    const started = nowMs()
    try {
      return toAnswer((await run(envelope, context)) as Output, operation, trace)
    } finally {
      trace.dynamodbMs = nowMs() - started
    }
  } catch (thrown) {
    const attempts = (thrown as { $metadata?: Metadata } | undefined)?.$metadata?.attempts
    if (attempts !== undefined) trace.retries = attempts - 1
    throw toServiceError(thrown)
  }
}

function run(envelope: Envelope, context: OperationContext): unknown {
  const { operation, payload, idempotencyKey } = envelope
  if (operation.transaction && idempotencyKey !== undefined) {
    return runAsTransaction(operation.transaction, context, payload as object, idempotencyKey)
  }
  // The schema vouched for the payload's type.
  return operation.run(context, payload as never)
}

function toAnswer(
  output: Output,
  { members = [] }: Operation,
  trace: Trace
): Record<string, unknown> | JsonText {
  const { $metadata } = output
  const answer: Record<string, unknown> = {}
  for (const name of members) {
    if (output[name] !== undefined) answer[name] = output[name]
  }
  trace.retries = ($metadata.attempts ?? 1) - 1
  const capacity = output.ConsumedCapacity as { CapacityUnits?: number } | undefined
  if (capacity?.CapacityUnits !== undefined) trace.consumedCapacity = capacity.CapacityUnits
  answer.ResponseMetadata = {
    RequestId: $metadata.requestId,
    HTTPStatusCode: $metadata.httpStatusCode,
    HTTPHeaders: $metadata.httpHeaders,
    RetryAttempts: trace.retries
  }
  return Object.values(answer).some((member) => member instanceof JsonText)
    ? joinMembers(answer)
    : answer
}

/** Writes an object some of whose members are text. */
function joinMembers(members: Record<string, unknown>): JsonText {
  const texts = Object.entries(members).map(
    ([name, value]) => `"${name}":${value instanceof JsonText ? value.text : stringify(value)}`
  )
  return new JsonText(`{${texts.join()}}`)
}
