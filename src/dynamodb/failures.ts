/**
 * What a failed attempt did: `refused` or `throttled` by DynamoDB, or `unreached`: certainly nothing;
 * `uncertain`: perhaps all of it. undefined: no failure of DynamoDB's (a bug, missing credentials).
 */
export type Failure = 'refused' | 'throttled' | 'unreached' | 'uncertain' | undefined

interface SdkError extends Error {
  code?: string
  $fault?: 'client' | 'server'
  $metadata?: { httpStatusCode?: number; clockSkewCorrected?: boolean }
  $response?: unknown
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

// Node's codes for a connection that was never made: https://nodejs.org/api/errors.html#common-system-errors
const NO_CONNECTION = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'ERR_CONNECT_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT'
])

/** Says what an attempt that ended with this error did to the data. */
export function classify(thrown: unknown): Failure {
  const error = thrown as SdkError
  const status = error.$metadata?.httpStatusCode
  if (isThrottle(error)) return 'throttled'
  // Refused for the time in its signature, which is mended by now.
  if (error.$metadata?.clockSkewCorrected) return 'unreached'
  // The SDK calls an error that names itself nowhere "Unknown".
  const isNamed = error.$fault !== undefined && !/^Unknown(Error)?$/.test(error.name)
  if (isNamed && status !== undefined && status < 500) return 'refused'
  if (status !== undefined || error.$response !== undefined) return 'uncertain'
  return classifyConnection(error)
}

/** Says whether DynamoDB refused for now, as too much at once. */
export function isThrottle({ name, CancellationReasons = [] }: SdkError): boolean {
  return (
    THROTTLES.has(name) || CancellationReasons.some(({ Code = '' }) => THROTTLE_REASONS.has(Code))
  )
}

function classifyConnection({ code }: SdkError): Failure {
  if (code !== undefined && NO_CONNECTION.has(code)) return 'unreached'
  return code === undefined ? undefined : 'uncertain'
}
