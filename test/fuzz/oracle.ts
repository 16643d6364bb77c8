import { isDeepStrictEqual } from 'node:util'
import type { Exchange, FuzzAnswer } from './send.ts'

// Judges answers to arbitrary requests: they need the statuses and shapes of the contract, and must
// show nothing of our internals.

/** The function's errors that a request can cause, with their statuses. */
const FUNCTION_ERRORS: Record<string, number[]> = {
  ValidationException: [400],
  SerializationException: [400],
  ItemCollectionSizeLimitExceededException: [400],
  AccessDeniedException: [403],
  ResourceNotFoundException: [404],
  ConditionalCheckFailedException: [409],
  TransactionCanceledException: [400, 409],
  TransactionConflictException: [409],
  TransactionInProgressException: [409],
  IdempotentParameterMismatchException: [409]
}

const GATEWAY_ERRORS: Record<number, RegExp> = {
  400: /^(Could not parse request body into json|Bad Request): ./s,
  403: /^(Missing Authentication Token|Forbidden(: expected an origin of CORS_ORIGIN)?)$/,
  413: /^Request Too Long$/,
  504: /^Endpoint request timed out$/
}

/**
 * The answers to bytes that are no request, which have no request id; those of Node itself have no
 * body.
 */
const PARSER_ERRORS: Record<number, string[]> = {
  400: ['{"message":"Bad Request"}', ''],
  431: ['{"message":"Request Header Fields Too Large"}']
}

const INSIDES = /node_modules|\bnode:|file:\/\/|\.[jt]s:\d|\n {4}at |dist\/src|ECONN|127\.0\.0\.1/

/** Returns what is wrong with an answer, or undefined. */
export function judge({ answers, rest, hangs }: Exchange, isRaw: boolean): string | undefined {
  if (hangs) return 'no answer'
  if (rest !== '' && !isRaw) return `no answer: ${rest}`
  if (rest !== '') return `what is no answer: ${rest.slice(0, 200)}`
  for (const answer of answers) {
    const fault = judgeAnswer(answer, isRaw)
    if (fault) return `${fault}: ${answer.status} ${answer.body.slice(0, 500)}`
  }
  return undefined
}

function judgeAnswer({ status, headers, body }: FuzzAnswer, isRaw: boolean): string | undefined {
  if (isRaw && PARSER_ERRORS[status]?.includes(body)) return undefined
  const requestId = headers['x-amzn-requestid']
  if (!requestId) return 'no request id'
  // Only an answer to a HEAD has a length without a body.
  if (body === '' && headers['content-length'] !== '0') return undefined
  if (!String(headers['content-type']).startsWith('application/json')) return 'no JSON by its type'
  const value = parse(body)
  if (value === undefined) return 'no JSON'
  if (status === 200) return undefined
  if (status === 504 && !isRaw) return 'late'
  if (INSIDES.test(body)) return 'tells of our insides'
  return judgeError(status, value, requestId)
}

function judgeError(status: number, value: unknown, requestId: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'no shape of an error'
  const { errorType, errorMessage, message, ...others } = value as Record<string, unknown>
  if (errorType === undefined) {
    if (Object.keys(others).length > 0) return 'no shape of an error'
    return GATEWAY_ERRORS[status]?.test(String(message)) ? undefined : 'no error of the gateway'
  }
  if (!FUNCTION_ERRORS[String(errorType)]?.includes(status))
    return 'not this error with this status'
  if (typeof errorMessage !== 'string' || message !== undefined) return 'no message'
  const { Item, CancellationReasons = [], ...left } = others
  if (!Array.isArray(CancellationReasons)) return 'no reasons'
  return isDeepStrictEqual(left, { requestId }) ? undefined : 'no shape of an error'
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

export type Fate = 'served' | 'refused' | 'unknown'

/** Says whether a request may have written. */
export function fateOf({ answers, hangs }: Exchange): Fate {
  if (answers.length === 0 || hangs) return 'unknown'
  return answers.some(({ status }) => status === 200) ? 'served' : 'refused'
}
