import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import fp from 'fastify-plugin'

/** By connection, the last request on it that has no answer yet. */
const unanswered = new WeakMap<Socket, IncomingMessage>()

/** Remembers what answerClientError() has to know of a connection. */
export const clientErrors = fp(async (app) => {
  app.addHook('onRequest', ({ raw }, _reply, done) => {
    unanswered.set(raw.socket, raw)
    done()
  })

  app.onClosed(({ raw }) => {
    if (unanswered.get(raw.socket) === raw) unanswered.delete(raw.socket)
  })
})

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431
}

/**
 * Answers what Node's parser refuses, in the gateway's shape, and ends the connection. It is no request yet:
 * it has neither an id nor a line in the log.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // A request that came whole before it is at work: its client would take this for its answer.
  if (!socket.writable || unanswered.get(socket)?.complete) {
    socket.destroy()
    return
  }
  const status = STATUS_BY_CODE[error.code ?? ''] ?? 400
  const message = STATUS_CODES[status]
  const body = JSON.stringify({ message })
  socket.end(
    `HTTP/1.1 ${status} ${message}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
  )
}
