import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { type Logger, pino } from 'pino'
import { loadConfig } from '../config.ts'
import { deadline } from '../http/plugins/deadline.ts'
import { errorHandler } from '../http/plugins/error-handler.ts'
import { framing } from '../http/plugins/framing.ts'
import { inFlight } from '../http/plugins/in-flight.ts'
import { requestContext } from '../http/plugins/request-context.ts'
import { manager } from '../http/routes/manager.ts'
import { WAITS } from '../http/waits.ts'
import { operations } from '../operations/table.ts'
import { heapForBodies } from '../server/heap.ts'
import { makeTables } from '../server/make-tables.ts'
import { openDatabase } from './open-database.ts'

export interface DynamodbManagerOptions {
  /** The variables that configure it (docs/configuration.md); those of the process if undefined. */
  env?: Readonly<Record<string, string | undefined>>
  /** Fastify's own option: the beginning of the route's path. */
  prefix?: string
}

/**
 * Adds the route `POST /dynamodbmanager` and its database to an app. Its hooks and parsers do not
 * affect other routes. It logs to the app's logger; app.close() ends its streams and closes the
 * database. Register it with app.register(dynamodbManager). Rejects with a ConfigError that names
 * every fault.
 */
export async function dynamodbManager(
  app: FastifyInstance,
  { env = process.env }: DynamodbManagerOptions
): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const config = loadConfig({ env, operations: Object.keys(operations) })
  const logger = toLogger(app.log)
  for (const warning of config.warnings) logger.warn(warning)
  const { client, close } = await openDatabase(config.database, (error) =>
    logger.error({ err: error }, 'the embedded database failed')
  )
  const stopping = new AbortController()
  app.decorate('stopping', stopping.signal)
  app.addHook('preClose', async () => stopping.abort())
  app.addHook('onClose', close)
  const { tables, database, allowedOperations, allowedTables } = config
  if (database.kind !== 'aws') {
    const { kind } = database
    const making = makeTables({ client, tables, kind, log: logger, signal: stopping.signal })
    // The app is ready only once the embedded database has its tables.
    if (kind === 'embedded') await making.tried
  }
  // The route reads bodies itself, whatever their type, as API Gateway does.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  await app.register(inFlight)
  await app.register(requestContext, { logger })
  await app.register(deadline, { requestTimeoutMs: config.requestTimeoutMs, ...WAITS })
  await app.register(framing)
  await app.register(errorHandler, config)
  await app.register(manager, {
    ...config,
    table: { name: config.tableName, key: config.tableKey },
    bodiesHeap: heapForBodies(),
    logger,
    service: { operations, database: client, allowedOperations, allowedTables },
    checkReady: async () => {}
  })
}

/**
 * Returns the app's logger if it has one; Fastify's placeholder for no logger lacks methods of
 * pino.
 */
function toLogger(log: FastifyBaseLogger): Logger {
  return 'isLevelEnabled' in log ? (log as Logger) : pino({ level: 'silent' })
}
