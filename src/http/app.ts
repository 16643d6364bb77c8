import { randomUUID } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { type FastifyInstance, fastify, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { ApiKey } from '../gateway/api-key.ts'
import type { Service } from '../operations/dispatch.ts'
import { answerClientError } from './client-error.ts'
import { rewritePath } from './paths.ts'
import { closed } from './plugins/closed.ts'
import { deadline } from './plugins/deadline.ts'
import { errorHandler } from './plugins/error-handler.ts'
import { framing } from './plugins/framing.ts'
import { inFlight } from './plugins/in-flight.ts'
import { pageHeaders } from './plugins/page-headers.ts'
import type { PressureLimits } from './plugins/pressure.ts'
import type { RateLimit } from './plugins/rate-limit.ts'
import { requestLog } from './plugins/request-log.ts'
import { shutdown } from './plugins/shutdown.ts'
import { docs } from './routes/docs.ts'
import { health } from './routes/health.ts'
import { manager } from './routes/manager.ts'
import { pages } from './routes/pages.ts'

export interface AppOptions extends PressureLimits {
  service: Service
  /** Whether DynamoDB answers and the table is there. */
  isReady: (signal: AbortSignal) => Promise<boolean>
  /** undefined: no key is asked for. */
  apiKeys?: readonly ApiKey[] | undefined
  /** Addresses and ranges of the proxies whose X-Forwarded-* are believed; undefined: none. */
  trustProxy?: readonly string[] | undefined
  /** Of each caller; undefined: no limit. */
  rateLimit?: RateLimit | undefined
  /** The origins whose pages may call; undefined: none. */
  corsOrigins?: readonly string[] | undefined
  /** The table that the documents' examples name. */
  tableName: string
  stage: string
  /** Bytes. */
  bodyLimit: number
  requestTimeoutMs: number
  errorStatus: 'http' | 'lambda'
  logger: Logger
}

/** Builds the HTTP door. It neither listens nor knows where the database is. */
export function buildApp(options: AppOptions): FastifyInstance {
  const app = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    // One logger for all: the request's line carries its id itself.
    childLoggerFactory: (logger) => logger,
    bodyLimit: options.bodyLimit,
    trustProxy: options.trustProxy?.slice() ?? false,
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    rewriteUrl: (request) => rewritePath(request.url ?? '/', options.stage),
    // While closing, a request on an open connection is answered, and told to close it.
    return503OnClosing: false,
    clientErrorHandler: answerClientError
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.register(closed)
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
  return app as unknown as FastifyInstance
}
