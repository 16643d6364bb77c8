import { type IncomingMessage, type Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Has a CONNECT answered as any other method that the contract does not know: Node would close its connection. */
export function answerConnect(this: Server, request: IncomingMessage, socket: Socket): void {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.on('finish', () => socket.end())
  // Node listens no more once it gave the socket away.
  socket.on('error', () => {}).resume()
  this.emit('request', request, response)
}
