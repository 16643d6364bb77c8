/** Where requests to DynamoDB go out; each door has the connection that suits it. */
export interface Connection {
  /**
   * Sends one POST, which ends with `signal` at the latest. Rejects with the reason of `signal`, or with
   * an error that has a `code` of Node's or undici's.
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

export const CONNECT_TIMEOUT_MS = 2_000
