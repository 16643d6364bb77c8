/**
 * An answer that was cut short or damaged on its way, so that the outcome of the request is
 * unknown.
 */
export class BrokenAnswer extends Error {
  readonly code = 'ERR_BROKEN_ANSWER'

  constructor(what: string, cause?: unknown) {
    super(`DynamoDB answered ${what}`, { cause })
  }
}

/** DynamoDB refused a signature because of our clock, which has been adjusted since. */
export class ClockCorrected extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause })
    this.name = cause.name
  }
}

/**
 * Credentials, region or endpoint could not be resolved. The providers' own errors (STS, instance
 * metadata, files) have names and codes that would be mistaken for DynamoDB's, so they are wrapped.
 */
export class CredentialsProviderError extends Error {
  override readonly name = 'CredentialsProviderError'

  constructor(cause: NodeJS.ErrnoException) {
    // The message of a SyntaxError quotes the text that could not be parsed, which may be
    // credentials.
    const isQuote = cause instanceof SyntaxError
    super(isQuote ? 'what was found is no JSON' : cause.message || cause.code, { cause })
  }
}
