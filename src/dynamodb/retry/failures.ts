/**
 * What a failed attempt did: `refused` or `throttled` by DynamoDB, or `unreached`: certainly nothing;
 * `uncertain`: perhaps all of it. undefined: no failure of DynamoDB's (a bug, missing credentials).
 */
export type Failure = 'refused' | 'throttled' | 'unreached' | 'uncertain' | undefined

interface CallError extends Error {
  /** Of the connection's errors. */
  isSent?: boolean
  $fault?: 'client' | 'server'
  $metadata?: { httpStatusCode?: number; clockSkewCorrected?: boolean }
  CancellationReasons?: readonly { Code?: string }[]
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

/** Says what an attempt that ended with this error did to the data. */
export function classify(thrown: unknown): Failure {
  const error = thrown as CallError
  const status = error.$metadata?.httpStatusCode
  if (isThrottle(error)) return 'throttled'
  // Refused for the time in its signature, which is mended by now.
  if (error.$metadata?.clockSkewCorrected) return 'unreached'
  // The SDK calls an error that names itself nowhere "Unknown".
  const isNamed = error.$fault !== undefined && !/^Unknown(Error)?$/.test(error.name)
  if (isNamed && status !== undefined && status < 500) return 'refused'
  if (status !== undefined) return 'uncertain'
  if (error.isSent === undefined) return undefined
  return error.isSent ? 'uncertain' : 'unreached'
}

/** Says whether DynamoDB refused for now, as too much at once. */
export function isThrottle({ name, CancellationReasons = [] }: CallError): boolean {
  return (
    THROTTLES.has(name) || CancellationReasons.some(({ Code = '' }) => THROTTLE_REASONS.has(Code))
  )
}
