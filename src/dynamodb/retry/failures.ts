import type { CancellationReason } from '../../operations/database.ts'
import { ConnectionFailed } from '../connection/connection.ts'
import { BrokenAnswer, ClockCorrected, CredentialsProviderError } from '../errors.ts'

/**
 * What a failed attempt did: `refused` or `throttled` by DynamoDB, or `unreached`: certainly nothing;
 * `uncertain`: perhaps all of it; `unauthenticated`: refused, for credentials that are wrong or missing.
 * undefined: no failure of DynamoDB's, but a bug.
 */
export type Failure =
  | 'refused'
  | 'throttled'
  | 'unreached'
  | 'uncertain'
  | 'unauthenticated'
  | undefined

/** An error of the SDK's, read from DynamoDB's answer. */
export interface SdkError extends Error {
  $fault?: 'client' | 'server'
  $metadata?: { httpStatusCode?: number }
  Item?: unknown
  CancellationReasons?: readonly CancellationReason[]
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
const THROTTLES = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  // An attempt before, with the same token, is still at work: its outcome is told a moment later.
  'TransactionInProgressException'
])

// What a transaction calls them.
const THROTTLE_REASONS = new Set(['ProvisionedThroughputExceeded', 'ThrottlingError'])

// Codes by which AWS refuses credentials: the operator's fault, nothing that a client should learn of.
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

/** Says what an attempt that ended with this error did to the data. */
export function classify(thrown: unknown): Failure {
  if (thrown instanceof ConnectionFailed) return thrown.isSent ? 'uncertain' : 'unreached'
  if (thrown instanceof BrokenAnswer) return 'uncertain'
  // It was refused for the time in its signature, which is mended by now.
  if (thrown instanceof ClockCorrected) return 'unreached'
  if (thrown instanceof CredentialsProviderError) return 'unauthenticated'
  return classifyAnswer(thrown as SdkError)
}

function classifyAnswer(error: SdkError): Failure {
  const status = error.$metadata?.httpStatusCode
  if (isThrottle(error)) return 'throttled'
  // The SDK calls an error that names itself nowhere "Unknown".
  const isNamed = error.$fault !== undefined && !/^Unknown(Error)?$/.test(error.name)
  if (isNamed && status !== undefined && status < 500) {
    return CREDENTIAL_FAULTS.has(error.name) ? 'unauthenticated' : 'refused'
  }
  return status === undefined ? undefined : 'uncertain'
}

/** Says whether DynamoDB refused for now, as too much at once; a transaction, if for no other reason. */
export function isThrottle({ name, CancellationReasons = [] }: SdkError): boolean {
  if (THROTTLES.has(name)) return true
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code)
  const reasons = codes.filter((code) => code !== 'None')
  return reasons.length > 0 && reasons.every((code) => THROTTLE_REASONS.has(code))
}
