import { lookup } from 'node:dns'
import { Agent, type Dispatcher } from 'undici'
import { shareLookups } from './shared-lookup.ts'

export interface HttpResponse {
  statusCode: number
  /** By lower-case name. */
  headers: Record<string, string>
  body: Buffer
}

/** Where requests to DynamoDB go out; each door has the connection that suits it. */
export interface Connection {
  /** Sends one POST. Rejects with the reason of `signal`, or with an error that has Node's or undici's code. */
  post(
    url: URL,
    headers: Record<string, string>,
    body: string,
    signal: AbortSignal
  ): Promise<HttpResponse>
  destroy(): void
}

export interface ConnectionOptions {
  /** Milliseconds without an answer after which an attempt is given up. */
  requestTimeoutMs: number
}

const CONNECT_TIMEOUT_MS = 2_000
const MAX_CONNECTIONS = 256
// Idle connections are ended by us before the other side ends them: a write over one that is just being
// closed has an unknown outcome. A server that announces less is heeded.
const IDLE_MS = 10_000

/** Makes the server's connection: many sockets, kept alive, by undici, which costs a third of node:http. */
export function createConnection({ requestTimeoutMs }: ConnectionOptions): Connection {
  const agent = new Agent({
    connections: MAX_CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS, lookup: shareLookups(lookup) },
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
    keepAliveTimeout: IDLE_MS
  })
  return {
    post: ({ origin, pathname }, headers, body, signal) =>
      new Promise((resolve, reject) => {
        const exchange = new Exchange(signal, resolve, reject)
        agent.dispatch({ origin, path: pathname, method: 'POST', headers, body }, exchange)
      }),
    destroy: () => void agent.destroy()
  }
}

/** One request and its answer. Below undici's request(), whose body is a stream: none is needed here. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal
  readonly #resolve: (response: HttpResponse) => void
  readonly #reject: (reason: unknown) => void
  readonly #chunks: Buffer[] = []
  #controller: Dispatcher.DispatchController | undefined
  #statusCode = 0
  #headers: Record<string, string> = {}

  constructor(
    signal: AbortSignal,
    resolve: (response: HttpResponse) => void,
    reject: (reason: unknown) => void
  ) {
    this.#signal = signal
    this.#resolve = resolve
    this.#reject = reject
    signal.addEventListener('abort', this.#abort)
  }

  // Before it has a connection, undici learns of it at the start; the caller need not wait for that.
  readonly #abort = (): void => {
    this.#controller?.abort(this.#signal.reason)
    this.#reject(this.#signal.reason)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#signal.aborted) controller.abort(this.#signal.reason)
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    statusCode: number,
    headers: Record<string, string | string[] | undefined>
  ): void {
    this.#statusCode = statusCode
    for (const [name, value] of Object.entries(headers)) this.#headers[name] = String(value)
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
  }

  onResponseEnd(): void {
    this.#signal.removeEventListener('abort', this.#abort)
    const [first, ...rest] = this.#chunks
    const body = first && rest.length === 0 ? first : Buffer.concat(this.#chunks)
    this.#resolve({ statusCode: this.#statusCode, headers: this.#headers, body })
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#signal.removeEventListener('abort', this.#abort)
    this.#reject(error)
  }
}
