import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'

/**
 * Refuses a request whose end a proxy may see at another byte, and every later request on its
 * connection (request smuggling): Node reads `Transfer-Encoding: identity, chunked` as chunked, a
 * proxy may not. https://www.rfc-editor.org/rfc/rfc9112#section-6.1. Also refuses an HTTP/1.1
 * request without a Host header (section 3.2), and drops a request whose connection can no longer
 * carry an answer, such as the late rest of one that was answered 408.
 */
export const framing = fp(
  async (app) => {
    const ambiguous = new WeakSet<Socket>()

    app.addHook('onRequest', ({ raw }, reply, done) => {
      const { socket } = raw
      if (socket.writableEnded) return void socket.destroy()
      const coding = raw.headers['transfer-encoding']
      if (coding !== undefined && coding.toLowerCase() !== 'chunked') ambiguous.add(socket)
      if (ambiguous.has(socket)) {
        refuse(reply, 'expected no Transfer-Encoding but chunked', done)
      } else if (raw.headers.host === undefined && raw.httpVersion === '1.1') {
        // Node's own refusal, which is switched off, would not have the gateway's shape.
        refuse(reply, 'expected a Host header', done)
      } else done()
    })
  },
  { name: 'framing' }
)

function refuse(reply: FastifyReply, detail: string, done: (error: Error) => void): void {
  reply.header('connection', 'close')
  done(gatewayError('BadRequest', detail))
}
