import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431
}

/**
 * Makes the handler that answers bytes which Node's parser refuses. The answer has the gateway's
 * shape, and the connection is destroyed `silenceMs` milliseconds later. Such bytes are not a
 * request yet, so they have no request id and no line in the log.
 */
export function createClientErrorHandler(silenceMs: number) {
  const answered = new WeakSet<Socket>()
  return function (this: FastifyInstance, error: Error & { code?: string }, socket: Socket): void {
    // The parser refuses the bytes after an answered error too; they are dropped.
    if (answered.has(socket)) return
    const own = this.inFlight.filter(({ raw }) => raw.req.socket === socket)
    // If a complete request on this connection is in flight, its client would take this answer for
    // the one to that request.
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
    // The refused bytes may be the rest of a request whose answer is sent already.
    answered.add(socket)
    socket.end(own.some(({ sent }) => sent) ? '' : text)
    // If the socket were destroyed at once, bytes that still arrive would reset the connection,
    // and the client would lose an answer that it has not read yet.
    setTimeout(() => socket.destroy(), silenceMs).unref()
  }
}
