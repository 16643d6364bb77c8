import { CallFailed, type Refusal } from './database.ts'

/**
 * The status of each error type that the function answers; a DynamoDB error that is not listed has
 * the status 400.
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

/** The messages of failures that always have the same message. */
export const WORDS = {
  IdempotentParameterMismatchException: 'Another request was sent under this idempotency key.',
  NoTransactions: 'expected a database with transactions, got one without',
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
  /** The status, if it is not the one that STATUS_BY_TYPE has. */
  statusCode?: number | undefined
  layer?: ErrorLayer
}

/** The error of one request: its type, status and message for the client, its cause for the log. */
export class ServiceError extends Error {
  readonly errorType: string
  readonly statusCode: number
  readonly layer: ErrorLayer
  /** Further members of the answer: a failed condition's `Item`, `CancellationReasons`. */
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

/**
 * Makes the refusal of a member of the request; `place` is its JSON Pointer, or a header's name.
 */
export function refusal(place: string, expected: string, got: string): ServiceError {
  return new ServiceError('ValidationException', `${place}: expected ${expected}, got ${got}`)
}

const CANCELLED = 'TransactionCanceledException'
const THROTTLES = new Set(['ProvisionedThroughputExceeded', 'ThrottlingError'])
const CLIENT_FAULTS = new Set(['ItemCollectionSizeLimitExceeded', 'ValidationError'])

/** Translates anything thrown into a ServiceError; an unexpected error becomes InternalFailure. */
export function toServiceError(thrown: unknown): ServiceError {
  if (thrown instanceof ServiceError) return thrown
  if (!(thrown instanceof CallFailed)) return failure('InternalFailure', thrown)
  const { outcome, refusal: reported, cause } = thrown
  switch (outcome) {
    case 'refused':
    case 'throttled':
      return toRefusal(reported, cause)
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

/** Answers in DynamoDB's own words, unless they make no sense to a client that sent an envelope. */
function toRefusal(reported: Refusal, cause: unknown): ServiceError {
  const { name, message, Item, CancellationReasons } = reported
  if (name === 'UnknownOperationException') {
    const words = `The operation: ${WORDS.NoTransactions}`
    return new ServiceError('ValidationException', words, { cause })
  }
  const details = {
    ...(Item === undefined ? {} : { Item }),
    ...(CancellationReasons === undefined ? {} : { CancellationReasons })
  }
  const statusCode = name === CANCELLED ? statusOfReasons(CancellationReasons) : undefined
  return new ServiceError(name, message, { cause, details, statusCode })
}

/**
 * Returns the status of a cancelled transaction: 400 if a reason is the client's fault, 429 if all
 * are throttles, else 409. DynamoDB Local gives no reason for a malformed key, which is a 400 too.
 */
function statusOfReasons(reasons: Refusal['CancellationReasons'] = []): number {
  const codes = reasons.map(({ Code = 'None' }) => Code).filter((code) => code !== 'None')
  if (codes.length === 0 || codes.some((code) => CLIENT_FAULTS.has(code))) return 400
  return codes.every((code) => THROTTLES.has(code)) ? 429 : 409
}
