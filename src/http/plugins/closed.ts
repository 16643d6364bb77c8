import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

type Listener = (request: FastifyRequest, reply: FastifyReply) => void

declare module 'fastify' {
  interface FastifyInstance {
    /** Registers what happens once a request's answer is out, or its client gone. */
    onClosed(listener: Listener): void
  }
}

/** Tells when a request is over, however it ended: Fastify's onResponse is not called for a client that hung up. */
export const closed = fp(async (app) => {
  const listeners: Listener[] = []
  app.decorate('onClosed', (listener: Listener) => void listeners.push(listener))

  app.addHook('onRequest', (request, reply, done) => {
    reply.raw.on('close', () => {
      for (const listener of listeners) listener(request, reply)
    })
    done()
  })
})
