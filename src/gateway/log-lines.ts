import type { ServiceError } from '../operations/errors.ts'
import type { RequestRecord } from '../operations/request-record.ts'

/** What the server or the function knows about a request that is over. */
export interface ClosedRequest {
  requestId: string
  /** The status that was sent; undefined: the client hung up before it was. */
  statusCode: number | undefined
  /** How long the request took. */
  ms: number
}

/**
 * Makes the members of a request's log line, the same for the server and the function. They hold no
 * payloads, items or keys.
 */
export function toRequestLine(
  record: RequestRecord & { errorType?: string | undefined },
  { requestId, statusCode, ms }: ClosedRequest
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

/** Makes the members of a 5xx's second log line: its cause, which the client does not learn. */
export function toCauseLine(error: ServiceError, requestId: string): Record<string, unknown> {
  const cause = (error.cause ?? error) as Cause
  return {
    requestId,
    errorType: error.errorType,
    ...toReason(cause, error.errorType),
    stack: error.errorType === 'InternalFailure' ? framesOf(cause) : undefined
  }
}

/** Makes the members that say why a call to DynamoDB failed, without the request's content. */
export function toReason(thrown: unknown, errorType?: string): Record<string, unknown> {
  const cause = thrown as Cause
  return { cause: cause.name, code: cause.code, reason: reasonOf(cause, errorType) }
}

interface Cause extends Error {
  code?: string
  $fault?: string
}

function reasonOf({ name, message, $fault }: Cause, errorType?: string) {
  // A SyntaxError quotes the text that it could not parse, a refusal by DynamoDB the refused value.
  if (name === 'SyntaxError' || ($fault === 'client' && errorType === 'OutcomeUnknown')) {
    return undefined
  }
  // If a signature does not match, AWS quotes on further lines what was signed, a session token
  // too.
  return message.split('\n', 1)[0]
}

function framesOf({ stack = '' }: Error): string {
  return stack.slice(stack.indexOf('\n    at ') + 1)
}
