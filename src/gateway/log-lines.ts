import type { Trace } from '../operations/dispatch.ts'
import type { ServiceError } from '../operations/errors.ts'

/** A request as its line in the log tells of it. */
export interface LoggedRequest extends Trace {
  requestId: string
  /** As answered; undefined: nobody was there to take the answer. */
  statusCode: number | undefined
  errorType?: string | undefined
  ms: number
}

/** The members of a request's line, the same behind every door. Never payloads, items or keys. */
export function toRequestLine(request: LoggedRequest): Record<string, unknown> {
  const { dynamodbMs } = request
  return {
    requestId: request.requestId,
    client: request.client,
    operation: request.operation,
    tableName: request.tableName,
    statusCode: request.statusCode,
    errorType: request.errorType,
    ms: round(request.ms),
    dynamodbMs: dynamodbMs === undefined ? undefined : round(dynamodbMs),
    retries: request.retries,
    consumedCapacity: request.consumedCapacity
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

/** The members of a 5xx's second line: its cause, which no client may learn. */
export function toCauseLine(error: ServiceError, requestId: string): Record<string, unknown> {
  const cause = (error.cause ?? error) as Error & { code?: string }
  return {
    requestId,
    errorType: error.errorType,
    cause: cause.name,
    code: cause.code,
    // A SyntaxError repeats the text that it could not parse: an item, perhaps.
    reason: cause.name === 'SyntaxError' ? undefined : cause.message,
    stack: error.errorType === 'InternalFailure' ? framesOf(cause) : undefined
  }
}

function framesOf({ stack = '' }: Error): string {
  return stack.slice(stack.indexOf('\n    at ') + 1)
}
