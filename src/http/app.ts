import { type FastifyInstance, fastify, LogController } from 'fastify'
import { answerClientError } from './client-error.ts'
import { answerConnect } from './connect.ts'
import type { AppOptions } from './options.ts'
import { rewritePath } from './paths.ts'
import { deadline, SILENCE_MS } from './plugins/deadline.ts'
import { errorHandler } from './plugins/error-handler.ts'
import { framing } from './plugins/framing.ts'
import { inFlight } from './plugins/in-flight.ts'
import { pageHeaders } from './plugins/page-headers.ts'
import { requestLog } from './plugins/request-context.ts'
import { shutdown } from './plugins/shutdown.ts'
import { makeRequestId } from './request-id.ts'
import { docs } from './routes/docs.ts'
import { health } from './routes/health.ts'
import { manager } from './routes/manager.ts'
import { pages } from './routes/pages.ts'

/** Builds the HTTP door. It neither listens nor knows where the database is. */
export function buildApp(options: AppOptions): FastifyInstance {
  const app = fastify({
    // plugins/request-context.ts does it.
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: options.trustProxy?.slice() ?? false,
    requestIdHeader: false,
    genReqId: makeRequestId,
    rewriteUrl: (request) => rewritePath(request.url ?? '/', options.stage),
    // While closing, a request on an open connection is answered, and told to close it.
    return503OnClosing: false,
    clientErrorHandler: answerClientError,
    // A Host is asked for by plugins/framing.ts.
    http: { connectionsCheckingInterval: SILENCE_MS, requireHostHeader: false }
  })
  // For headers that do not end; a body that does not is answered by plugins/deadline.ts.
  app.server.headersTimeout = options.requestTimeoutMs
  // The manager reads bodies itself: Fastify would refuse a Content-Type that it cannot read, where API Gateway
  // passes the body through, whatever its type.
  app.addHttpMethod('POST', { hasBody: false, overrideExisting: true })
  // Node would answer other expectations by itself, outside of the contract, where a server may ignore them:
  // https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1
  app.server.on('checkExpectation', (request, response) => {
    app.server.emit('request', request, response)
  })

  app.server.on('connect', answerConnect)

  app.register(inFlight)
  app.register(requestLog, options)
  app.register(deadline, options)
  app.register(framing)
  app.register(errorHandler, options)
  app.register(shutdown)
  app.register(pageHeaders)
  app.register(manager, options)
  app.register(health, options)
  app.register(pages, options)
  app.register(docs, options)
  return app
}
