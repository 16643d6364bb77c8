import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Has a connection that its client wants closed stay until the body of its last request is read,
 * if that was answered before: Node would destroy it, and a client that is still sending would lose
 * the answer. The answer is followed by the end of our side at once, as RFC 9112 asks:
 * https://www.rfc-editor.org/rfc/rfc9112#section-9.6. plugins/deadline.ts says for how long.
 */
export function closeInStages(app: FastifyInstance): void {
  // Node's server calls it after the last answer of a connection: lib/_http_server.js, resOnFinish.
  function destroySoon(this: Socket): void {
    const last = app.inFlight.find(({ raw }) => raw.req.socket === this && raw.writableFinished)
    if (last?.raw.req.complete === false) {
      this.end()
      last.raw.req.once('end', () => close(this))
    } else close(this)
  }

  app.server.on('connection', (socket) => {
    socket.destroySoon = destroySoon
  })
}

function close(socket: Socket): void {
  Socket.prototype.destroySoon.call(socket)
}
