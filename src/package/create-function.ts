import { ConfigError, loadConfig } from '../config.ts'
import { createDocumentClient } from '../dynamodb/client.ts'
import { createNodeConnection } from '../dynamodb/connection/node-connection.ts'
import type { ClientOptions, ClientSettings } from '../dynamodb/settings/settings.ts'
import { createHandler, type Handler } from '../lambda/handler.ts'
import { createLog } from '../lambda/log.ts'
import { operations } from '../operations/table.ts'

export interface FunctionParts {
  env: Readonly<Record<string, string | undefined>>
  /** Makes the settings of the client of DynamoDB: credentials, region and endpoint. */
  createSettings(options: ClientOptions): ClientSettings
}

/**
 * Makes the handler of a function, once per execution environment: its invocations share the
 * configuration and the connections. Throws a ConfigError that names every fault.
 */
export function createFunction({ env, createSettings }: FunctionParts): Handler {
  const config = loadConfig({
    env,
    defaults: { DYNAMODB: 'aws' },
    operations: Object.keys(operations)
  })
  const { database, allowedOperations, allowedTables } = config
  if (database.kind === 'embedded') {
    throw new ConfigError(
      'Invalid configuration\n  DYNAMODB: expected aws, got "embedded": a function has no database inside'
    )
  }
  const log = createLog(config.logLevel, (line) => process.stdout.write(line))
  for (const warning of config.warnings) log.warn({}, warning)
  const client = createDocumentClient(createSettings(database), createNodeConnection())
  return createHandler({
    ...config,
    service: { operations, database: client, allowedOperations, allowedTables },
    log,
    traceHeader: () => process.env._X_AMZN_TRACE_ID
  })
}
