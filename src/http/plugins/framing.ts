import type { Socket } from 'node:net'
import fp from 'fastify-plugin'
import { gatewayError } from '../../operations/errors.ts'

/**
 * Refuses a request whose end another reader may see elsewhere, and all that follows on its connection: Node
 * takes `identity, chunked` for chunked, a proxy that knows the first alone would not.
 * https://www.rfc-editor.org/rfc/rfc9112#section-6.1
 * Nor is a request run that cannot be answered any more: the rest of one that was told 408 may come after all.
 */
export const framing = fp(async (app) => {
  const ambiguous = new WeakSet<Socket>()

  app.addHook('onRequest', ({ raw: { headers, socket } }, reply, done) => {
    if (socket.writableEnded) return void socket.destroy()
    const coding = headers['transfer-encoding']
    if (coding !== undefined && coding.toLowerCase() !== 'chunked') ambiguous.add(socket)
    if (!ambiguous.has(socket)) return done()
    reply.header('connection', 'close')
    done(gatewayError('BadRequestException', 'expected no Transfer-Encoding but chunked'))
  })
})
