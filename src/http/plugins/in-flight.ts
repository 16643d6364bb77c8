import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

type Listener = (request: FastifyRequest, reply: FastifyReply) => void

declare module 'fastify' {
  interface FastifyInstance {
    /** The replies of the requests that are not over yet, by their responses. */
    inFlight: ReadonlyMap<ServerResponse, FastifyReply>
    /** Registers what happens once a request's answer is out, or its client gone: any request's, of all routes. */
    onClosed(listener: Listener): void
  }
}

/**
 * Keeps the requests in flight, and tells when one is over, however it ended: Fastify's onResponse is not
 * called for a client that hung up, and Node's `close` not always for an answer that waits behind another one
 * on a connection that breaks.
 */
export const inFlight = fp(async (app) => {
  const open = new Map<ServerResponse, FastifyReply>()
  const listeners: Listener[] = []
  app.decorate('inFlight', open)
  app.decorate('onClosed', (listener: Listener) => void listeners.push(listener))

  function end(response: ServerResponse): void {
    const reply = open.get(response)
    if (!reply) return
    open.delete(response)
    for (const listener of listeners) listener(reply.request, reply)
  }

  // One function for all responses: one each would be garbage with each request.
  function endThis(this: ServerResponse): void {
    end(this)
  }

  app.addHook('onRequest', (_request, reply, done) => {
    open.set(reply.raw, reply)
    reply.raw.on('close', endThis)
    done()
  })

  app.server.on('connection', (socket) => {
    socket.on('close', () => {
      for (const response of open.keys()) if (response.req.socket === socket) end(response)
    })
  })
})
