import type { Agent, ClientRequest, IncomingMessage } from 'node:http'
import {
  CONNECT_TIMEOUT_MS,
  type Connection,
  ConnectionFailed,
  type ConnectionOptions,
  type HttpResponse
} from './connection.ts'

type Client = Pick<typeof import('node:http'), 'Agent' | 'request'>

/**
 * Makes the function's connection on Node's own client. A function sends one request at a time, and
 * every module that it loads counts in its cold start.
 */
export function createNodeConnection({
  connectTimeoutMs = CONNECT_TIMEOUT_MS
}: ConnectionOptions = {}): Connection {
  // There is one endpoint, and so one protocol.
  let loaded: { client: Client; agent: Agent } | undefined

  return {
    post(url, headers, body, signal) {
      loaded ??= load(url.protocol)
      const outgoing = loaded.client.request(url, {
        method: 'POST',
        agent: loaded.agent,
        headers,
        signal
      })
      const connecting = watchConnecting(outgoing, url.protocol, connectTimeoutMs)
      return new Promise((resolve, reject) => {
        const fail = (error: Error) =>
          reject(signal.aborted ? signal.reason : new ConnectionFailed(error, connecting.isOver))
        outgoing.once('error', fail)
        outgoing.once('response', (response) => readResponse(response).then(resolve, fail))
        outgoing.end(body)
      })
    },
    destroy: () => loaded?.agent.destroy()
  }
}

// Loads node:http or node:https, whichever the endpoint needs, and not before the first call.
function load(protocol: string): { client: Client; agent: Agent } {
  const isTls = protocol === 'https:'
  const client: Client = process.getBuiltinModule(isTls ? 'node:https' : 'node:http')
  return { client, agent: new client.Agent({ keepAlive: true }) }
}

/** Limits the time until the connection is made, TLS included. */
function watchConnecting(
  outgoing: ClientRequest,
  protocol: string,
  timeoutMs: number
): { isOver: boolean } {
  const connecting = { isOver: false }
  outgoing.once('socket', (socket) => {
    connecting.isOver = !socket.connecting
    if (connecting.isOver) return
    const timer = setTimeout(() => {
      const error = new Error(`No connection within ${timeoutMs} ms`)
      outgoing.destroy(Object.assign(error, { code: 'ERR_CONNECT_TIMEOUT' }))
    }, timeoutMs)
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', () => {
      connecting.isOver = true
      clearTimeout(timer)
    })
    socket.once('close', () => clearTimeout(timer))
  })
  return connecting
}

async function readResponse(response: IncomingMessage): Promise<HttpResponse> {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
  return {
    statusCode: response.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks)
  }
}
