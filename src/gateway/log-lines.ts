import type { ServiceError } from '../operations/errors.ts'
import type { RequestRecord } from '../operations/request-record.ts'

/** What a door knows of a request that is over. */
export interface Outcome {
  requestId: string
  /** As answered; undefined: nobody was there to take the answer. */
  statusCode: number | undefined
  ms: number
}

/** The members of a request's line, the same behind every door. Never payloads, items or keys. */
export function toRequestLine(
  record: RequestRecord & { errorType?: string | undefined },
  { requestId, statusCode, ms }: Outcome
): Record<string, unknown> {
  const { dynamodbMs } = record
  return {
    requestId,
    client: record.client,
    operation: record.operation,
    tableName: record.tableName,
    tables: record.tables,
    statusCode,
    errorType: record.errorType,
    ms: round(ms),
    dynamodbMs: dynamodbMs === undefined ? undefined : round(dynamodbMs),
    retries: record.retries,
    pages: record.pages,
    items: record.items,
    cut: record.cut,
    consumedCapacity: record.consumedCapacity
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

/** The members of a 5xx's second line: its cause, which no client may learn. */
export function toCauseLine(error: ServiceError, requestId: string): Record<string, unknown> {
  const cause = (error.cause ?? error) as Cause
  return {
    requestId,
    errorType: error.errorType,
    ...toReason(cause, error.errorType),
    stack: error.errorType === 'InternalFailure' ? framesOf(cause) : undefined
  }
}

/** The members that say why DynamoDB could not be asked, without what the request held. */
export function toReason(thrown: unknown, errorType?: string): Record<string, unknown> {
  const cause = thrown as Cause
  return { cause: cause.name, code: cause.code, reason: reasonOf(cause, errorType) }
}

interface Cause extends Error {
  code?: string
  $fault?: string
}

function reasonOf({ name, message, $fault }: Cause, errorType?: string) {
  // A SyntaxError repeats the text that it could not parse, and DynamoDB's refusal what it refuses.
  if (name === 'SyntaxError' || ($fault === 'client' && errorType === 'OutcomeUnknown')) {
    return undefined
  }
  // Of a signature that does not match, AWS goes on to repeat what was signed, a session's token too.
  return message.split('\n', 1)[0]
}

function framesOf({ stack = '' }: Error): string {
  return stack.slice(stack.indexOf('\n    at ') + 1)
}
