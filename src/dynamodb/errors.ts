/** An answer that was cut short or damaged on its way: nobody knows what the request did. */
export class BrokenAnswer extends Error {
  readonly code = 'ERR_BROKEN_ANSWER'

  constructor(what: string, cause?: unknown) {
    super(`DynamoDB answered ${what}`, { cause })
  }
}

/** DynamoDB refused a signature by our clock, which goes by DynamoDB's from now on. */
export class ClockCorrected extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause })
    this.name = cause.name
  }
}

/**
 * Nobody could say as whom, or where, to call. Those who were asked (STS, a metadata service, files) fail
 * with names and codes that would pass for DynamoDB's and its connection's: this has none of them.
 */
export class CredentialsProviderError extends Error {
  override readonly name = 'CredentialsProviderError'

  constructor(cause: NodeJS.ErrnoException) {
    // A SyntaxError repeats the text that it could not parse: credentials, perhaps.
    const isQuote = cause instanceof SyntaxError
    super(isQuote ? 'what was found is no JSON' : cause.message || cause.code, { cause })
  }
}
