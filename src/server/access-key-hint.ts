const HINT = 'DynamoDB Local takes an access key id of letters and digits alone.'

/**
 * Adds the probable reason to an engine's refusal of the access key. AWS's own refusal is returned
 * unchanged.
 */
export function addAccessKeyHint(error: Error, kind: string): Error {
  if (kind !== 'endpoint' || error.name !== 'UnrecognizedClientException') return error
  const hinted = new Error(`${error.message} ${HINT}`, { cause: error })
  hinted.name = error.name
  return hinted
}
