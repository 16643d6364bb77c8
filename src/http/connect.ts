import { type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Passes a CONNECT request on to the router, which answers it like any other unknown method.
 * Without a listener for it, Node would close the connection unanswered.
 */
export function answerConnect(this: Server, request: IncomingMessage, socket: Socket): void {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.on('finish', () => socket.end())
  // Node removes its own listeners before it emits `connect`.
  socket.on('error', () => {}).resume()
  this.emit('request', request, response)
}
