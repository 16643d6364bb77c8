import type { CancellationReason } from '../../operations/database.ts'
import { ConnectionFailed } from '../connection/connection.ts'
import { BrokenAnswer, ClockCorrected, CredentialsProviderError } from '../errors.ts'

/**
 * What a failed attempt did to the data: nothing if it was `refused`, `throttled`,
 * `unauthenticated` (wrong or missing credentials) or `unreached`; perhaps everything if it is
 * `uncertain`. undefined: the error is not DynamoDB's but a bug.
 */
export type Failure =
  | 'refused'
  | 'throttled'
  | 'unreached'
  | 'uncertain'
  | 'unauthenticated'
  | undefined

/** An error that the SDK read from DynamoDB's answer. */
export interface SdkError extends Error {
  $fault?: 'client' | 'server'
  $metadata?: { httpStatusCode?: number }
  Item?: unknown
  CancellationReasons?: readonly CancellationReason[]
}

// Codes of requests that DynamoDB throttles:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
const THROTTLES = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  // An earlier attempt with the same token is still running; its outcome is known a moment later.
  'TransactionInProgressException'
])

// The same in the reasons of a cancelled transaction.
const THROTTLE_REASONS = new Set(['ProvisionedThroughputExceeded', 'ThrottlingError'])

// Codes by which AWS refuses credentials: the operator must mend that, and the client learns
// nothing.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html
const CREDENTIAL_FAULTS = new Set([
  'AuthFailure',
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

/** Says what an attempt that failed with this error did to the data. */
export function classify(thrown: unknown): Failure {
  if (thrown instanceof ConnectionFailed) return thrown.isSent ? 'uncertain' : 'unreached'
  if (thrown instanceof BrokenAnswer) return 'uncertain'
  // The attempt was refused because of the time in its signature, and the clock is correct now.
  if (thrown instanceof ClockCorrected) return 'unreached'
  if (thrown instanceof CredentialsProviderError) return 'unauthenticated'
  return classifyAnswer(thrown as SdkError)
}

function classifyAnswer(error: SdkError): Failure {
  const status = error.$metadata?.httpStatusCode
  if (isThrottle(error)) return 'throttled'
  // The SDK gives the name "Unknown" to an error without a code.
  const isNamed = error.$fault !== undefined && !/^Unknown(Error)?$/.test(error.name)
  if (isNamed && status !== undefined && status < 500) {
    return CREDENTIAL_FAULTS.has(error.name) ? 'unauthenticated' : 'refused'
  }
  return status === undefined ? undefined : 'uncertain'
}

/**
 * Says whether DynamoDB throttled the request; for a transaction, whether all its reasons are
 * throttles.
 */
export function isThrottle({ name, CancellationReasons = [] }: SdkError): boolean {
  if (THROTTLES.has(name)) return true
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code)
  const reasons = codes.filter((code) => code !== 'None')
  return reasons.length > 0 && reasons.every((code) => THROTTLE_REASONS.has(code))
}
