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
// How long a connection may idle before we close it. A write that meets the other side's closing
// has an unknown outcome. undici closes earlier if the server announces a shorter keep-alive.
const IDLE_MS = 10_000

/**
 * Makes the server's connection on undici, which keeps many sockets alive and takes a third of the
 * CPU of node:http.
 */
export function createUndiciConnection({
  connectTimeoutMs = CONNECT_TIMEOUT_MS
}: ConnectionOptions = {}): Connection {
  const agent = new Agent({
    connections: MAX_CONNECTIONS,
    connect: { timeout: connectTimeoutMs, lookup: shareLookups(lookup) },
    // The signal of each request limits its time.
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

/**
 * One request and its answer. It uses dispatch() because undici's request() makes a stream of the
 * body, which is not needed here.
 */
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

  // A request that still waits for a connection has nothing to abort, but its caller need not wait.
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
    // The controller is set when there is a connection, just before the request is written to it.
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
