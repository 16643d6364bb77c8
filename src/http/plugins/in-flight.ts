import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

type Listener = (request: FastifyRequest, reply: FastifyReply) => void

declare module 'fastify' {
  interface FastifyInstance {
    /** The replies of the requests that are not over yet, in no order. */
    inFlight: readonly FastifyReply[]
    /**
     * Registers a listener for the end of every request: its answer was sent, or its client hung
     * up.
     */
    onClosed(listener: Listener): void
  }
}

// A response knows its reply's index in the array. In a Map of replies, the tables that the Map
// outgrows stay chained, and a third of all request objects would survive the young generation.
const INDEX = Symbol('index in flight')
type Response = ServerResponse & { [INDEX]?: number | undefined }

/**
 * Lists the requests in flight, and calls the listeners when one ends, however it ends. Fastify's
 * onResponse is not called if the client hung up, and Node does not always emit `close` for an
 * answer that is queued behind another one on a connection that breaks.
 */
export const inFlight = fp(
  async (app) => {
    const open: FastifyReply[] = []
    const listeners: Listener[] = []
    app.decorate('inFlight', open)
    app.decorate('onClosed', (listener: Listener) => void listeners.push(listener))

    /** Removes a reply by moving the last one to its index, in constant time. */
    function remove(response: Response): FastifyReply | undefined {
      const index = response[INDEX]
      if (index === undefined) return undefined
      const reply = open[index]
      const last = open.pop() as FastifyReply
      if (last !== reply) put(last, index)
      response[INDEX] = undefined
      return reply
    }

    function put(reply: FastifyReply, index: number): void {
      open[index] = reply
      const response: Response = reply.raw
      response[INDEX] = index
    }

    function end(response: ServerResponse): void {
      const reply = remove(response)
      if (!reply) return
      for (const listener of listeners) listener(reply.request, reply)
    }

    // All responses share this function: a closure each would be garbage with each request.
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
        // Iterates over a copy, because end() reorders the array.
        for (const { raw } of open.slice()) if (raw.req.socket === socket) end(raw)
      })
    })
  },
  { name: 'in-flight' }
)
