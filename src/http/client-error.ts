import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431
}

/**
 * Makes what answers the bytes that Node's parser refuses, in the gateway's shape, and ends their
 * connection. They are no request yet: they have neither an id nor a line in the log.
 */
export function createClientErrorHandler(silenceMs: number) {
  const answered = new WeakSet<Socket>()
  return function (this: FastifyInstance, error: Error & { code?: string }, socket: Socket): void {
    // What still comes after an answer is refused again, and dropped.
    if (answered.has(socket)) return
    const own = this.inFlight.filter(({ raw }) => raw.req.socket === socket)
    // A request that came whole before it is at work: its client would take this for its answer.
    if (own.some(({ raw }) => raw.req.complete) || !socket.writable) {
      socket.destroy()
      return
    }
    const status = STATUS_BY_CODE[error.code ?? ''] ?? 400
    const message = STATUS_CODES[status]
    const body = JSON.stringify({ message })
    const text =
      `HTTP/1.1 ${status} ${message}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
    // What it refuses may be the rest of a request that is answered.
    answered.add(socket)
    socket.end(own.some(({ sent }) => sent) ? '' : text)
    // Not at once: what is still coming would take the answer from a client that has not read it.
    setTimeout(() => socket.destroy(), silenceMs).unref()
  }
}
