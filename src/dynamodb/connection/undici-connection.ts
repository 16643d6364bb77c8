import { lookup } from 'node:dns'
import { Agent, type Dispatcher } from 'undici'
import {
  CONNECT_TIMEOUT_MS,
  type Connection,
  ConnectionFailed,
  type ConnectionOptions,
  type HttpResponse
} from './connection.ts'
import { shareLookups } from './shared-lookup.ts'

const MAX_CONNECTIONS = 256
// Idle connections are ended by us before the other side ends them: a write over one that is just being
// closed has an unknown outcome. A server that announces less is heeded.
const IDLE_MS = 10_000

/** Makes the server's connection: many sockets, kept alive, by undici, which costs a third of node:http. */
export function createUndiciConnection({
  connectTimeoutMs = CONNECT_TIMEOUT_MS
}: ConnectionOptions = {}): Connection {
  const agent = new Agent({
    connections: MAX_CONNECTIONS,
    connect: { timeout: connectTimeoutMs, lookup: shareLookups(lookup) },
    // Each request has its own limit, its signal.
    headersTimeout: 0,
    bodyTimeout: 0,
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

  // While it waits for a connection there is nothing to abort yet; the caller need not wait for that.
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
    this.#headers = joinValues(headers)
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
    // Its start is told when there is a connection, just before it is written.
    const { aborted, reason } = this.#signal
    this.#reject(aborted ? reason : new ConnectionFailed(error, this.#controller !== undefined))
  }
}

function joinValues(
  headers: Record<string, string | string[] | undefined>
): Record<string, string> {
  const joined: Record<string, string> = {}
  for (const name of Object.keys(headers)) joined[name] = String(headers[name])
  return joined
}
