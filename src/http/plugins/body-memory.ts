import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../operations/errors.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Takes the room of a body before it is parsed. Throws the gateway's 503 where there is none. */
    holdBody(request: FastifyRequest, bytes: number): void
  }
  interface FastifyRequest {
    /** Of its body, from when that is parsed until the request is over. */
    heldBytes: number
  }
}

/**
 * Turns bodies away that would not fit beside those that are being served: parsed, JSON takes several times its
 * bytes, and a heap that is full ends the process, with all that it was doing. One body alone is always taken.
 */
export const bodyMemory = fp(async (app, { maxBodiesBytes }: { maxBodiesBytes: number }) => {
  let held = 0
  app.decorateRequest('heldBytes', 0)
  app.decorate('holdBody', (request: FastifyRequest, bytes: number) => {
    if (held > 0 && held + bytes > maxBodiesBytes) {
      throw gatewayError('ServiceUnavailableException')
    }
    held += bytes
    request.heldBytes = bytes
  })
  app.onClosed((request) => {
    held -= request.heldBytes
  })
})
