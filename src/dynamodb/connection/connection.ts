/** Where requests to DynamoDB go out; each door has the connection that suits it. */
export interface Connection {
  /**
   * Sends one POST, which ends with `signal` at the latest. Rejects with the reason of `signal`, or with
   * ConnectionFailed.
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
  /** By lower-case name. */
  headers: Record<string, string>
  body: Buffer
}

export interface ConnectionOptions {
  /** The limit for a connection to be made, TLS included, in milliseconds; 2,000 if undefined. */
  connectTimeoutMs?: number
}

export const CONNECT_TIMEOUT_MS = 2_000

/** A request that got no answer, as Node or undici tells it. */
export class ConnectionFailed extends Error {
  readonly code: string | undefined
  /** Whether there was a connection, over which the request may have been sent. */
  readonly isSent: boolean

  constructor(cause: NodeJS.ErrnoException, isSent: boolean) {
    super(cause.message, { cause })
    this.name = cause.name
    this.code = cause.code
    this.isSent = isSent
  }
}
