import type { Server } from 'node:http'
import type { FastifyHttpOptions, FastifyInstance } from 'fastify'
import { createClientErrorHandler } from './client-error.ts'
import { closeInStages } from './close-in-stages.ts'
import { answerConnect } from './connect.ts'
import type { Waits } from './waits.ts'

/** Makes the options by which Node's server leaves to the contract what it would answer by itself. */
export function nodeServerOptions({ silenceMs }: Waits) {
  return {
    clientErrorHandler: createClientErrorHandler(silenceMs),
    // A Host is asked for by plugins/framing.ts.
    http: { connectionsCheckingInterval: silenceMs, requireHostHeader: false }
  } satisfies FastifyHttpOptions<Server>
}

/** Does the same for what is no option: headers that do not end, bodies, Expect and CONNECT. */
export function adjustNodeServer(app: FastifyInstance, requestTimeoutMs: number): void {
  // A body that does not end is answered by plugins/deadline.ts.
  app.server.headersTimeout = requestTimeoutMs
  // The manager reads bodies itself: Fastify would refuse a Content-Type that it cannot read, but
  // API Gateway passes the body through, whatever its type.
  app.addHttpMethod('POST', { hasBody: false, overrideExisting: true })
  // Node would answer 417, but a server may ignore expectations that it does not know:
  // https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response)
  })
  app.server.on('connect', answerConnect)
  closeInStages(app)
}
