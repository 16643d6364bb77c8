import type { Socket } from 'node:net'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'

/**
 * Refuses a request whose end another reader may see elsewhere, and all that follows on its connection: Node
 * takes `identity, chunked` for chunked, a proxy that knows the first alone would not:
 * https://www.rfc-editor.org/rfc/rfc9112#section-6.1. Refuses one of HTTP/1.1 without a Host: section 3.2.
 * Nor is a request run that cannot be answered any more: the rest of one that was told 408 may come after all.
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
        // Node would refuse it by itself, outside of the contract.
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
