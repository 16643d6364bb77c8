import { ConfigError, loadConfig } from './config.ts'
import { createDocumentClient } from './dynamodb/client.ts'
import { createNodeConnection } from './dynamodb/connection/node-connection.ts'
import { createFunctionSettings } from './dynamodb/settings/function-settings.ts'
import { createHandler } from './lambda/handler.ts'
import { createLog } from './lambda/log.ts'
import { operations } from './operations/table.ts'

// This runs once per execution environment, whose invocations share the configuration and the
// connections. Lambda reports an error that is thrown here as the function's initialization error.
const config = loadConfig({
  env: process.env,
  defaults: { DYNAMODB: 'aws' },
  operations: Object.keys(operations)
})
if (config.database.kind === 'embedded') {
  throw new ConfigError(
    'Invalid configuration\n  DYNAMODB: expected aws, got "embedded": a function has no database inside'
  )
}

const log = createLog(config.logLevel, (line) => process.stdout.write(line))
for (const warning of config.warnings) log.warn({}, warning)

export const handler = createHandler({
  ...config,
  service: {
    operations,
    database: createDocumentClient(
      createFunctionSettings(config.database, process.env),
      createNodeConnection()
    ),
    allowedOperations: config.allowedOperations,
    allowedTables: config.allowedTables
  },
  log,
  traceHeader: () => process.env._X_AMZN_TRACE_ID
})
