import { type EnvFile, readEnvFile } from './config/env-file.ts'
import { readTablesFile } from './config/tables-file.ts'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { createDocumentClient } from './dynamodb/client.ts'
import { createUndiciConnection } from './dynamodb/connection/undici-connection.ts'
import { createEngineClient } from './dynamodb/embedded/engine-client.ts'
import { checkTable } from './dynamodb/ready.ts'
import { createSdkSettings } from './dynamodb/settings/sdk-settings.ts'
import { type EngineThread, startEngineThread } from './engine/thread/thread.ts'
import { MANAGER_PATH } from './gateway/path.ts'
import { buildApp } from './http/app.ts'
import { operations } from './operations/table.ts'
import { addAccessKeyHint } from './server/access-key-hint.ts'
import { fail, failToListen, failToOpen } from './server/fail.ts'
import { heapForBodies } from './server/heap.ts'
import { createLogger } from './server/logger.ts'
import { type MakingTables, makeTables } from './server/make-tables.ts'
import { stopInOrder } from './server/stop.ts'

const envFile = readEnvFile('.env')
const config = readConfig(envFile)
// The SDK reads AWS_* from the environment by itself; variables that are set there already win.
for (const [name, { value }] of envFile.settings) process.env[name] ??= value
// The SDK's warning about Node 20 is for developers of this service, not for its operators.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const { logger: log, flush } = await createLogger(config.logLevel)
for (const warning of config.warnings) log.warn(warning)

const embedded = await openEmbedded()
const client = embedded
  ? createEngineClient(embedded)
  : createDocumentClient(createSdkSettings(config.database), createUndiciConnection())
const stopping = new AbortController()
const isAws = config.database.kind === 'aws'
let making: MakingTables | undefined

const app = buildApp({
  ...config,
  table: { name: config.tableName, key: config.tableKey },
  bodiesHeap: heapForBodies(),
  logger: log,
  service: {
    operations,
    database: client,
    allowedOperations: config.allowedOperations,
    allowedTables: config.allowedTables
  },
  checkReady
})

stopInOrder(log, async () => {
  stopping.abort()
  await app.close()
  client.destroy()
  await embedded?.close()
  await flush()
})

if (!isAws) startMakingTables()
// The server listens only once the embedded database has its tables, so the announced command
// works.
if (embedded) await making?.tried
if (!stopping.signal.aborted) await listen()

function readConfig(file: EnvFile): Config {
  try {
    const known = { operations: Object.keys(operations), readTables: readTablesFile }
    return loadConfig({ env: process.env, file, ...known })
  } catch (error) {
    if (error instanceof ConfigError) fail(error)
    throw error
  }
}

async function listen(): Promise<void> {
  const { host, port } = config
  await app.listen({ host, port, listenTextResolver: announcement }).catch(failToListen)
}

async function openEmbedded(): Promise<EngineThread | undefined> {
  const { kind, path, port } = config.database
  if (kind !== 'embedded') return undefined
  const options = { path, port, origins: [...(config.corsOrigins ?? [])] }
  const thread = await startEngineThread(options, {
    onFailure: (error) => log.error({ err: error }, 'the embedded database failed'),
    onReplaced: startMakingTables
  }).catch((error) => failToOpen(error, path))
  if (thread.port)
    log.info({ port: thread.port }, 'the embedded database speaks DynamoDB’s protocol')
  return thread
}

function startMakingTables(): void {
  const { tables, database } = config
  making = makeTables({ client, tables, kind: database.kind, log, signal: stopping.signal })
}

/** Rejects until all tables have been made, and whenever the first one cannot be read. */
async function checkReady(signal: AbortSignal): Promise<void> {
  await checkTable(client, config.tableName, config.tableKey, signal).catch((error) => {
    throw addAccessKeyHint(error, config.database.kind)
  })
  if (!isAws && !making?.isDone()) throw new Error('Not all tables are there yet')
}

/** Makes the log line that says how to call the service; a newcomer can paste its command. */
function announcement(address: string): string {
  const key = config.apiKeys ? " -H 'x-api-key: YOUR_KEY'" : ''
  return `Listening, try: curl ${address}${MANAGER_PATH}${key} -d '{"operation":"ping"}'`
}
