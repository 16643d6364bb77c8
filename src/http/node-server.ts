import type { Server } from 'node:http'
import type { FastifyHttpOptions, FastifyInstance } from 'fastify'
import { createClientErrorHandler } from './client-error.ts'
import { closeInStages } from './close-in-stages.ts'
import { answerConnect } from './connect.ts'
import type { Waits } from './waits.ts'

/** Makes the options that keep Node's server from giving answers of its own to faulty requests. */
export function nodeServerOptions({ silenceMs }: Waits) {
  return {
    clientErrorHandler: createClientErrorHandler(silenceMs),
    // plugins/framing.ts checks the Host header, and answers in the gateway's shape.
    http: { connectionsCheckingInterval: silenceMs, requireHostHeader: false }
  } satisfies FastifyHttpOptions<Server>
}

/** Does the same for what has no option: unfinished headers, bodies, Expect and CONNECT. */
export function adjustNodeServer(app: FastifyInstance, requestTimeoutMs: number): void {
  // This limit is for headers only: plugins/deadline.ts answers a body that does not end.
  app.server.headersTimeout = requestTimeoutMs
  // The route reads bodies itself: Fastify would refuse an unknown Content-Type, but API Gateway
  // passes a body through whatever its type is.
  app.addHttpMethod('POST', { hasBody: false, overrideExisting: true })
  // Node would answer 417, but a server may ignore expectations that it does not know:
  // https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response)
  })
  app.server.on('connect', answerConnect)
  closeInStages(app)
}
