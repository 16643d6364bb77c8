import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

type Listener = (request: FastifyRequest, reply: FastifyReply) => void

declare module 'fastify' {
  interface FastifyInstance {
    /** The replies of the requests that are not over yet, in no order. */
    inFlight: readonly FastifyReply[]
    /** Registers what happens once a request's answer is out, or its client gone, on every route. */
    onClosed(listener: Listener): void
  }
}

// Where a response's reply is among those in flight. Not a Map of them: V8 chains the tables that a Map outgrows,
// and a third of all that belongs to requests would outlive the young generation in them.
const PLACE = Symbol('place in flight')
type Response = ServerResponse & { [PLACE]?: number | undefined }

/**
 * Keeps the requests in flight, and tells when one is over, however it ended: Fastify's onResponse is not
 * called for a client that hung up, and Node's `close` not always for an answer that waits behind another one
 * on a connection that breaks.
 */
export const inFlight = fp(
  async (app) => {
    const open: FastifyReply[] = []
    const listeners: Listener[] = []
    app.decorate('inFlight', open)
    app.decorate('onClosed', (listener: Listener) => void listeners.push(listener))

    /** The last one takes its place. */
    function remove(response: Response): FastifyReply | undefined {
      const place = response[PLACE]
      if (place === undefined) return undefined
      const reply = open[place]
      const last = open.pop() as FastifyReply
      if (last !== reply) put(last, place)
      response[PLACE] = undefined
      return reply
    }

    function put(reply: FastifyReply, place: number): void {
      open[place] = reply
      const response: Response = reply.raw
      response[PLACE] = place
    }

    function end(response: ServerResponse): void {
      const reply = remove(response)
      if (!reply) return
      for (const listener of listeners) listener(reply.request, reply)
    }

    // One function for all responses: one each would be garbage with each request.
    function endThis(this: ServerResponse): void {
      end(this)
    }

    app.addHook('onRequest', (_request, reply, done) => {
      put(reply, open.length)
      reply.raw.on('close', endThis)
      done()
    })

    app.server.on('connection', (socket) => {
      socket.on('close', () => {
        // Of a copy: each that ends leaves its place to another.
        for (const { raw } of open.slice()) if (raw.req.socket === socket) end(raw)
      })
    })
  },
  { name: 'in-flight' }
)
