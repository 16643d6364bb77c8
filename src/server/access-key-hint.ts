const HINT = 'DynamoDB Local takes an access key id of letters and digits alone.'

/**
 * Adds to an engine's refusal of the access key what is probably the reason; AWS's own refusal
 * stays as it is.
 */
export function addAccessKeyHint(error: Error, kind: string): Error {
  if (kind !== 'endpoint' || error.name !== 'UnrecognizedClientException') return error
  const hinted = new Error(`${error.message} ${HINT}`, { cause: error })
  hinted.name = error.name
  return hinted
}
