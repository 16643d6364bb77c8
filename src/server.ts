import { setTimeout as delay } from 'node:timers/promises'
import { type EnvFile, readEnvFile } from './config/env-file.ts'
import { type Config, ConfigError, loadConfig } from './config.ts'
import { createDocumentClient } from './dynamodb/client.ts'
import { createUndiciConnection } from './dynamodb/connection/undici-connection.ts'
import { type EmbeddedDatabase, startEmbedded } from './dynamodb/embedded/embedded.ts'
import { checkTable } from './dynamodb/ready.ts'
import { createSdkSettings } from './dynamodb/settings/sdk-settings.ts'
import { type EnsuredTable, ensureTable, spellKey } from './dynamodb/tables.ts'
import { MANAGER_PATH } from './gateway/path.ts'
import { buildApp } from './http/app.ts'
import { operations } from './operations/table.ts'
import { addAccessKeyHint } from './server/access-key-hint.ts'
import { heapForBodies } from './server/heap.ts'
import { createLog } from './server/log.ts'
import { stopInOrder } from './server/stop.ts'

/** By why it cannot listen: the variable to change. */
const CHOSEN_BY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'PORT',
  EACCES: 'PORT',
  EADDRNOTAVAIL: 'HOST',
  ENOTFOUND: 'HOST'
}
const ENSURE_TRY_MS = 5_000
const MAX_BACKOFF_MS = 5_000

const envFile = readEnvFile('.env')
const config = readConfig(envFile)
// For the SDK, which reads AWS_* by itself; what the environment says wins.
for (const [name, { value }] of envFile.settings) process.env[name] ??= value
// The SDK's advice to leave Node 20 is for those who develop this, not for those who start it.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
const { log, flush } = await createLog(config.logLevel)
for (const warning of config.warnings) log.warn(warning)

const embedded = await openEmbedded(config)
const client = createDocumentClient(
  createSdkSettings({
    ...config.database,
    endpoint: embedded?.endpoint ?? config.database.endpoint
  }),
  createUndiciConnection()
)
const stopping = new AbortController()
const app = buildApp({
  ...config,
  table: { name: config.tableName, key: config.tableKey },
  bodiesHeap: heapForBodies(),
  logger: log,
  service: {
    operations,
    database: client,
    allowedTables: config.allowedTables
  },
  checkReady: (signal) =>
    checkTable(client, config.tableName, config.tableKey, signal).catch((error) => {
      throw addAccessKeyHint(error, config.database.kind)
    })
})

stopInOrder(log, async () => {
  stopping.abort()
  await app.close()
  client.destroy()
  await embedded?.close()
  await flush()
})

const { kind } = config.database
// It says where it listens when there is something to try: the embedded database is ready soon.
if (kind === 'embedded') await makeTable()
if (!stopping.signal.aborted) await listen()
if (kind === 'endpoint') await makeTable()

function readConfig(file: EnvFile): Config {
  try {
    return loadConfig({ env: process.env, file, operations: Object.keys(operations) })
  } catch (error) {
    if (error instanceof ConfigError) fail(error)
    throw error
  }
}

/** Says what is wrong in a line, without a stack: it is for the operator to mend. */
function fail(error: unknown): never {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exit(1)
}

async function listen(): Promise<void> {
  const { host, port } = config
  await app.listen({ host, port, listenTextResolver: announcement }).catch(failToListen)
}

function failToListen({ code = '', message }: NodeJS.ErrnoException): never {
  const name = CHOSEN_BY[code]
  fail(new Error(name ? `${message}. ${name} chooses another.` : message))
}

async function openEmbedded({ database }: Config): Promise<EmbeddedDatabase | undefined> {
  if (database.kind !== 'embedded') return undefined
  return startEmbedded(
    database.path,
    (error) => log.error({ err: error }, 'the embedded database failed and is started again'),
    makeTable
  ).catch(fail)
}

/** The line that tells a newcomer what to do next. */
function announcement(address: string): string {
  const key = config.apiKeys ? " -H 'x-api-key: YOUR_KEY'" : ''
  return `Listening, try: curl ${address}${MANAGER_PATH}${key} -d '{"operation":"ping"}'`
}

function tellTable(result: EnsuredTable['result'], key: string, expectedKey: string): void {
  const table = config.tableName
  if (key === expectedKey) log.info({ table }, `table ${result}`)
  else {
    log.warn(
      { table, key },
      `table ${result} with another key than TABLE_KEY=${expectedKey}, which the examples have: ` +
        `set TABLE_KEY=${key}, or another TABLE_NAME`
    )
  }
}

/** Makes the table, however late the database comes. */
async function makeTable(): Promise<void> {
  for (let tries = 1; !stopping.signal.aborted; tries++) {
    const limit = AbortSignal.any([stopping.signal, AbortSignal.timeout(ENSURE_TRY_MS)])
    try {
      const { result, key } = await ensureTable(client, config.tableName, config.tableKey, limit)
      tellTable(result, spellKey(key), spellKey(config.tableKey))
      return
    } catch (error) {
      if (stopping.signal.aborted) return
      const retryMs = Math.min(MAX_BACKOFF_MS, 100 * 2 ** tries)
      const { message: reason } = addAccessKeyHint(error as Error, config.database.kind)
      log.warn({ reason, retryMs }, 'waiting for the database')
      await delay(retryMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
}
