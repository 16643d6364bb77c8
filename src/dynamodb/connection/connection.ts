/**
 * Sends requests to DynamoDB. The server and the function each have an implementation of their own.
 */
export interface Connection {
  /**
   * Sends one POST, and gives it up when `signal` aborts. Rejects with the signal's reason, or with
   * a ConnectionFailed.
   */
  post(
    url: URL,
    headers: Record<string, string>,
    body: string,
    signal: AbortSignal
  ): Promise<HttpResponse>
  destroy(): void
}

export interface HttpResponse {
  statusCode: number
  /** The headers by lower-case name. */
  headers: Record<string, string>
  body: Buffer
}

export interface ConnectionOptions {
  /** The time limit for connecting, TLS included, in milliseconds; 2,000 if undefined. */
  connectTimeoutMs?: number
}

export const CONNECT_TIMEOUT_MS = 2_000

/** A request that got no answer; `code` is the one of Node or undici. */
export class ConnectionFailed extends Error {
  readonly code: string | undefined
  /** Whether there was a connection, so that the request may have been sent. */
  readonly isSent: boolean

  constructor(cause: NodeJS.ErrnoException, isSent: boolean) {
    super(cause.message, { cause })
    this.name = cause.name
    this.code = cause.code
    this.isSent = isSent
  }
}
