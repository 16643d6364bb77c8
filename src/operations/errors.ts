import { CallFailed, type Refusal } from './database.ts'

/** What a client is told when a request fails: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
export interface ErrorAnswer {
  statusCode: number
  headers: Record<string, string>
  body: Record<string, unknown>
}

/** The function's errors by type; a DynamoDB error that is not named here is a 400. */
const STATUS_BY_TYPE: Readonly<Record<string, number>> = {
  ValidationException: 400,
  AccessDeniedException: 403,
  ResourceNotFoundException: 404,
  ConditionalCheckFailedException: 409,
  TransactionCanceledException: 409,
  TransactionConflictException: 409,
  TransactionInProgressException: 409,
  IdempotentParameterMismatchException: 409,
  ReplicatedWriteConflictException: 409,
  ResponseTooLarge: 413,
  ProvisionedThroughputExceededException: 429,
  ThrottlingException: 429,
  RequestLimitExceeded: 429,
  InternalFailure: 500,
  ServiceUnavailable: 503,
  OutcomeUnknown: 503
}

/** What API Gateway itself answers, before or instead of the function, named as its x-amzn-ErrorType names it. */
const GATEWAY_ERRORS = {
  MissingAuthenticationTokenException: [403, 'Missing Authentication Token'],
  ForbiddenException: [403, 'Forbidden'],
  BadRequestException: [400, 'Could not parse request body into json: '],
  RequestTooLongException: [413, 'Request Too Long'],
  ServiceUnavailableException: [503, 'Service Unavailable'],
  TooManyRequestsException: [429, 'Too Many Requests'],
  EndpointRequestTimedOutException: [504, 'Endpoint request timed out']
} as const satisfies Record<string, readonly [number, string]>

/** What we say of failures that have the same words each time. */
export const WORDS = {
  IdempotentParameterMismatchException: 'Another request was sent under this idempotency key.',
  NoTransactions: 'expected a database with transactions, got one without',
  InternalFailure: 'The service failed to answer this request.',
  ServiceUnavailable: 'DynamoDB could not be reached or failed to answer. Try again.',
  OutcomeUnknown:
    'DynamoDB failed while it worked on this request: the write may or may not have happened. ' +
    'Read the item before you try again. A write under an idempotency key may be sent again as it is.'
} as const

export type GatewayErrorType = keyof typeof GATEWAY_ERRORS

/** A failure as the catalogue has it; the gateway's own have fixed words. */
export interface CatalogueError {
  type: string
  status: number
  message?: string
}

/** Every failure of the catalogue: the function's, then the gateway's. */
export function listErrors(): CatalogueError[] {
  return [
    ...Object.entries(STATUS_BY_TYPE).map(([type, status]) => ({ type, status })),
    ...Object.entries(GATEWAY_ERRORS).map(([type, [status, message]]) => ({
      type,
      status,
      message
    }))
  ]
}

/** Every status that a failure can have, in order. */
export function listErrorStatuses(): number[] {
  return [...new Set(listErrors().map(({ status }) => status))].sort((a, b) => a - b)
}

interface ErrorOptions {
  cause?: unknown
  details?: Record<string, unknown>
  /** If it is not the one of the type alone. */
  statusCode?: number | undefined
}

/** One failed request: its type, its status, the words for the client, the cause for the log. */
export class ServiceError extends Error {
  readonly errorType: string
  readonly statusCode: number
  readonly isGateway: boolean = false
  /** Members of the answer beside the message: a failed condition's `Item`, `CancellationReasons`. */
  readonly details: Record<string, unknown>

  constructor(errorType: string, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'ServiceError'
    this.errorType = errorType
    this.statusCode =
      options.statusCode ??
      (Object.hasOwn(STATUS_BY_TYPE, errorType) ? (STATUS_BY_TYPE[errorType] ?? 400) : 400)
    this.details = options.details ?? {}
  }
}

class GatewayError extends ServiceError {
  override readonly statusCode: number
  override readonly isGateway = true

  constructor(type: GatewayErrorType, detail: string) {
    const [statusCode, message] = GATEWAY_ERRORS[type]
    super(type, message + detail)
    this.statusCode = statusCode
  }
}

/** Makes the refusal of a member of the request: `place` is its JSON Pointer, or a header's name. */
export function refusal(place: string, expected: string, got: string): ServiceError {
  return new ServiceError('ValidationException', `${place}: expected ${expected}, got ${got}`)
}

/** Makes an error of API Gateway's layer; `detail` is added to its message. */
export function gatewayError(type: GatewayErrorType, detail = ''): ServiceError {
  return new GatewayError(type, detail)
}

/** Translates whatever was thrown into a ServiceError; what nobody foresaw is an InternalFailure. */
export function toServiceError(thrown: unknown): ServiceError {
  if (thrown instanceof ServiceError) return thrown
  if (!(thrown instanceof CallFailed)) return failure('InternalFailure', thrown)
  const { outcome, refusal: told, cause } = thrown
  switch (outcome) {
    case 'refused':
    case 'throttled':
      return toRefusal(told, cause)
    case 'unavailable':
      return failure('ServiceUnavailable', cause)
    case 'unknown':
      return failure('OutcomeUnknown', cause)
    case 'unauthenticated':
      return failure('InternalFailure', cause)
  }
}

function failure(
  errorType: 'InternalFailure' | 'ServiceUnavailable' | 'OutcomeUnknown',
  cause: unknown
): ServiceError {
  return new ServiceError(errorType, WORDS[errorType], { cause })
}

const CANCELLED = 'TransactionCanceledException'
const THROTTLES = new Set(['ProvisionedThroughputExceeded', 'ThrottlingError'])
const CLIENT_FAULTS = new Set(['ItemCollectionSizeLimitExceeded', 'ValidationError'])

/** A cancelled transaction is what its reasons say; DynamoDB Local gives none for a malformed key. */
function statusOfReasons(reasons: Refusal['CancellationReasons'] = []): number {
  const codes = reasons.map(({ Code = 'None' }) => Code).filter((code) => code !== 'None')
  if (codes.length === 0 || codes.some((code) => CLIENT_FAULTS.has(code))) return 400
  return codes.every((code) => THROTTLES.has(code)) ? 429 : 409
}

/** DynamoDB's own words, but for those that would make no sense to whoever sent an envelope. */
function toRefusal({ name, message, Item, CancellationReasons }: Refusal, cause: unknown) {
  const details = {
    ...(Item === undefined ? {} : { Item }),
    ...(CancellationReasons === undefined ? {} : { CancellationReasons })
  }
  if (name === 'UnknownOperationException') {
    return new ServiceError('ValidationException', `The operation: ${WORDS.NoTransactions}`, { cause })
  }
  const statusCode = name === CANCELLED ? statusOfReasons(CancellationReasons) : undefined
  return new ServiceError(name, message, { cause, details, statusCode })
}

/**
 * Says how a failure is answered. `errorStatus` "lambda" hides the function's errors behind status 200,
 * as API Gateway's non-proxy integration does; the gateway's own keep theirs.
 */
export function toErrorAnswer(
  error: ServiceError,
  requestId: string,
  errorStatus: 'http' | 'lambda'
): ErrorAnswer {
  const { errorType, message, statusCode } = error
  const retryAfter = retryHeaders(statusCode)
  if (error.isGateway) {
    return {
      statusCode,
      headers: { 'x-amzn-ErrorType': errorType, ...retryAfter },
      body: { message }
    }
  }
  const body = { errorType, errorMessage: message, requestId, ...error.details }
  if (errorStatus === 'lambda') return { statusCode: 200, headers: {}, body }
  return { statusCode, headers: retryAfter, body }
}

/** The headers that say when to try again, where trying again may help. */
export function retryHeaders(statusCode: number): Record<string, string> {
  return statusCode === 429 || statusCode === 503 ? { 'retry-after': '1' } : {}
}
