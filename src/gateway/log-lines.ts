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
  const cause = (error.cause ?? error) as Cause
  return {
    requestId,
    errorType: error.errorType,
    cause: cause.name,
    code: cause.code,
    reason: reasonOf(cause, error),
    stack: error.errorType === 'InternalFailure' ? framesOf(cause) : undefined
  }
}

interface Cause extends Error {
  code?: string
  $fault?: string
}

function reasonOf({ name, message, $fault }: Cause, { errorType }: ServiceError) {
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
