/**
 * The function's errors and their statuses; a DynamoDB error that is not named here is a 400.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export const STATUS_BY_TYPE: ReadonlyMap<string, number> = new Map([
  ['ValidationException', 400],
  ['AccessDeniedException', 403],
  ['ResourceNotFoundException', 404],
  ['ConditionalCheckFailedException', 409],
  ['TransactionCanceledException', 409],
  ['TransactionConflictException', 409],
  ['TransactionInProgressException', 409],
  ['IdempotentParameterMismatchException', 409],
  ['ReplicatedWriteConflictException', 409],
  ['ResponseTooLarge', 413],
  ['ProvisionedThroughputExceededException', 429],
  ['ThrottlingException', 429],
  ['RequestLimitExceeded', 429],
  ['InternalFailure', 500],
  ['ServiceUnavailable', 503],
  ['OutcomeUnknown', 503]
])

/** What we say of failures that have the same words each time. */
export const WORDS = {
  IdempotentParameterMismatchException: 'Another request was sent under this idempotency key.',
  InternalFailure: 'The service failed to answer this request.',
  ServiceUnavailable: 'DynamoDB could not be reached or failed to answer. Try again.',
  OutcomeUnknown:
    'DynamoDB failed while it worked on this request: the write may or may not have happened. ' +
    'Read the item before you try again. A write under an idempotency key may be sent again as it is.'
} as const

/** Which layer answers in AWS: the function itself, or API Gateway before or instead of it. */
export type ErrorLayer = 'function' | 'gateway'

interface ErrorOptions {
  cause?: unknown
  details?: Record<string, unknown>
  /** For an error of the gateway; the function's own are looked up in STATUS_BY_TYPE. */
  statusCode?: number
  layer?: ErrorLayer
}

/** One failed request: its type, its status, the words for the client, the cause for the log. */
export class ServiceError extends Error {
  readonly errorType: string
  readonly statusCode: number
  readonly layer: ErrorLayer
  /** Members of the answer beside the message: a failed condition's `Item`, `CancellationReasons`. */
  readonly details: Record<string, unknown>

  constructor(errorType: string, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'ServiceError'
    this.errorType = errorType
    this.statusCode = options.statusCode ?? STATUS_BY_TYPE.get(errorType) ?? 400
    this.layer = options.layer ?? 'function'
    this.details = options.details ?? {}
  }
}

/** Makes the refusal of a member of the request: `place` is its JSON Pointer, or a header's name. */
export function refusal(place: string, expected: string, got: string): ServiceError {
  return new ServiceError('ValidationException', `${place}: expected ${expected}, got ${got}`)
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
