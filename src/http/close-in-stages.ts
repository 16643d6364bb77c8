import { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/**
 * Closes a connection in two stages if its last request was answered before its body was read:
 * our side ends right after the answer, the socket is closed once the body has been read. Node
 * would destroy the socket at once, and a client that is still sending would lose the answer.
 * Specified in https://www.rfc-editor.org/rfc/rfc9112#section-9.6. plugins/deadline.ts limits how
 * long it takes.
 */
export function closeInStages(app: FastifyInstance): void {
  // Node's server calls this method after the last answer of a connection (resOnFinish in Node's
  // lib/_http_server.js).
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
