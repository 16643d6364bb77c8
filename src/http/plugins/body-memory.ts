import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../operations/errors.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Takes the room of a body that was read. Throws the gateway's 503 where there is none. */
    holdBody(request: FastifyRequest, bytes: number): void
  }
  interface FastifyRequest {
    /** Of its body, until the request is over. Requests of other routes have none. */
    heldBytes: number | undefined
  }
}

interface BodyLimits {
  bodyLimit: number
  maxBodiesBytes: number
}

/**
 * Turns bodies away that would not fit beside those that are being served, before they are kept where their
 * length is announced: parsed, JSON takes several times its bytes, and memory that is full ends the process, with
 * all that it was doing. One body alone is always taken.
 */
export const bodyMemory = fp(async (app, { bodyLimit, maxBodiesBytes }: BodyLimits) => {
  let held = 0
  app.decorateRequest('heldBytes', 0)

  function holdBody(request: FastifyRequest, bytes: number): void {
    const others = held - (request.heldBytes ?? 0)
    if (others > 0 && others + bytes > maxBodiesBytes) {
      throw gatewayError('ServiceUnavailableException')
    }
    held = others + bytes
    request.heldBytes = bytes
  }

  app.decorate('holdBody', holdBody)
  app.addHook('onRequest', (request, _reply, done) => {
    const bytes = Number(request.headers['content-length'] ?? 0)
    // It is told so next, and not read.
    if (bytes > bodyLimit) return done()
    try {
      holdBody(request, bytes)
      done()
    } catch (error) {
      // Read first, and kept nowhere: who is still sending would find the connection closed, and no answer.
      request.raw.resume().once('end', () => done(error as Error))
    }
  })
  app.onClosed((request) => {
    held -= request.heldBytes ?? 0
  })
})
