import { randomUUID } from 'node:crypto'
import { type FastifyInstance, fastify, LogController } from 'fastify'
import { adjustNodeServer, nodeServerOptions } from './node-server.ts'
import type { AppOptions } from './options.ts'
import { rewritePath } from './paths.ts'
import { deadline } from './plugins/deadline.ts'
import { errorHandler } from './plugins/error-handler.ts'
import { framing } from './plugins/framing.ts'
import { inFlight } from './plugins/in-flight.ts'
import { pageHeaders } from './plugins/page-headers.ts'
import { requestContext } from './plugins/request-context.ts'
import { shutdown } from './plugins/shutdown.ts'
import { docs } from './routes/docs.ts'
import { health } from './routes/health.ts'
import { manager } from './routes/manager.ts'
import { pages } from './routes/pages.ts'
import { WAITS } from './waits.ts'

/** Builds the HTTP server. It does not listen yet, and does not know which database answers. */
export function buildApp(options: AppOptions): FastifyInstance {
  const { stage, trustProxy, requestTimeoutMs } = options
  const waits = { ...WAITS, ...options.waits }
  const app = fastify({
    ...nodeServerOptions(waits),
    // plugins/request-context.ts sets the logger instead.
    logger: false,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustProxy?.slice() ?? false,
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    rewriteUrl: (request) => rewritePath(request.url ?? '/', stage),
    // While the server closes, requests on open connections are still answered, with
    // `Connection: close`.
    return503OnClosing: false
  })
  adjustNodeServer(app, requestTimeoutMs)

  app.register(inFlight)
  app.register(requestContext, options)
  app.register(deadline, { requestTimeoutMs, ...waits })
  app.register(framing)
  app.register(errorHandler, options)
  app.register(shutdown, waits)
  app.register(pageHeaders)
  app.register(manager, options)
  app.register(health, options)
  app.register(pages, options)
  app.register(docs, options)
  return app
}
