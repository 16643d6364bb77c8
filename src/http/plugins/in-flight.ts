import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

type Listener = (request: FastifyRequest, reply: FastifyReply) => void

interface InFlight {
  request: FastifyRequest
  /** Tells that it is over. */
  end(): void
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The requests that are not over yet, by their responses. */
    inFlight: ReadonlyMap<ServerResponse, InFlight>
    /** Registers what happens once a request's answer is out, or its client gone. */
    onClosed(listener: Listener): void
  }
}

/**
 * Keeps the requests in flight, and tells when one is over, however it ended: Fastify's onResponse is not
 * called for a client that hung up, and Node's `close` not always for an answer that waits behind another one
 * on a connection that breaks.
 */
export const inFlight = fp(async (app) => {
  const open = new Map<ServerResponse, InFlight>()
  const listeners: Listener[] = []
  app.decorate('inFlight', open)
  app.decorate('onClosed', (listener: Listener) => void listeners.push(listener))

  app.addHook('onRequest', (request, reply, done) => {
    const { raw } = reply
    const end = () => {
      if (!open.delete(raw)) return
      for (const listener of listeners) listener(request, reply)
    }
    open.set(raw, { request, end })
    raw.once('close', end)
    done()
  })

  app.server.on('connection', (socket) => {
    socket.once('close', () => {
      for (const { request, end } of open.values()) if (request.raw.socket === socket) end()
    })
  })
})
