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
}

/** One failed request: its type, its status, the words for the client, the cause for the log. */
export class ServiceError extends Error {
  readonly errorType: string
  readonly statusCode: number
  readonly isGateway: boolean = false
  /** Members of the answer beside the message: a failed condition's `Item`, `CancellationReasons`. */
  readonly details: Record<string, unknown>

  constructor(errorType: string, message: string, { cause, details = {} }: ErrorOptions = {}) {
    super(message, { cause })
    this.name = 'ServiceError'
    this.errorType = errorType
    this.statusCode = Object.hasOwn(STATUS_BY_TYPE, errorType)
      ? (STATUS_BY_TYPE[errorType] ?? 400)
      : 400
    this.details = details
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

// Codes by which AWS refuses credentials: the operator's fault, nothing that a client should learn of.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html
const CREDENTIAL_FAULTS = new Set([
  'AuthFailure',
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException'
])

/** An error of the SDK; dynamodb/retries.ts adds `outcome`: what the failed request did. */
interface SdkError extends Error {
  outcome?: 'refused' | 'throttled' | 'unavailable' | 'unknown'
  Item?: unknown
  CancellationReasons?: unknown
}

/** Translates whatever was thrown into a ServiceError; what nobody foresaw is an InternalFailure. */
export function toServiceError(thrown: unknown): ServiceError {
  if (thrown instanceof ServiceError) return thrown
  const error = (thrown ?? {}) as SdkError
  switch (CREDENTIAL_FAULTS.has(error.name) ? undefined : error.outcome) {
    case 'refused':
    case 'throttled':
      return new ServiceError(error.name, error.message, {
        cause: thrown,
        details: detailsOf(error)
      })
    case 'unavailable':
      return new ServiceError('ServiceUnavailable', WORDS.ServiceUnavailable, { cause: thrown })
    case 'unknown':
      return new ServiceError('OutcomeUnknown', WORDS.OutcomeUnknown, { cause: thrown })
    default:
      return new ServiceError('InternalFailure', WORDS.InternalFailure, { cause: thrown })
  }
}

function detailsOf({ Item, CancellationReasons }: SdkError): Record<string, unknown> {
  return {
    ...(Item === undefined ? {} : { Item }),
    ...(CancellationReasons === undefined ? {} : { CancellationReasons })
  }
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
