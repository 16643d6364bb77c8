import { createLocalManager } from './cli/managers/local-manager.ts'
import type { Manager } from './cli/managers/manager.ts'
import { readEnvFile } from './config/env-file.ts'
import { readTablesFile } from './config/tables-file.ts'
import { type Config, loadConfig } from './config.ts'
import { createDocumentClient, type DocumentClient } from './dynamodb/client.ts'
import { createUndiciConnection } from './dynamodb/connection/undici-connection.ts'
import { createEngineClient } from './dynamodb/embedded/engine-client.ts'
import { createSdkSettings } from './dynamodb/settings/sdk-settings.ts'
import { ensureTable } from './dynamodb/tables.ts'
import { startEngineThread } from './engine/thread/thread.ts'
import { operations } from './operations/table.ts'

export interface LocalManagerOptions {
  /** Uses the engine at this address instead of the database that the environment names. */
  endpoint?: string | undefined
  /** Aborts all running calls. */
  signal: AbortSignal
  /** Where warnings are written. */
  stderr: { write(text: string): unknown }
}

/**
 * Opens a manager on the database that the environment and the file .env name, by the server's
 * rules. Rejects with a ConfigError, or if the embedded database cannot open its files.
 */
export async function openLocalManager(options: LocalManagerOptions): Promise<Manager> {
  const { endpoint, signal, stderr } = options
  const file = readEnvFile('.env')
  // The SDK reads AWS_* from the environment by itself; variables that are set there already win.
  for (const [name, { value }] of file.settings) process.env[name] ??= value
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const env =
    endpoint === undefined ? process.env : { ...process.env, AWS_ENDPOINT_URL_DYNAMODB: endpoint }
  const known = { operations: Object.keys(operations), readTables: readTablesFile }
  const config = loadConfig({ env, file, ...known })
  for (const warning of config.warnings) stderr.write(`${warning}\n`)
  const { client, close } = await openDatabase(config, stderr)
  const { requestTimeoutMs, allowedOperations, allowedTables } = config
  return createLocalManager({
    service: { operations, database: client, allowedOperations, allowedTables },
    requestTimeoutMs,
    signal,
    close
  })
}

interface Opened {
  client: DocumentClient
  close(): Promise<void>
}

async function openDatabase(
  config: Config,
  stderr: LocalManagerOptions['stderr']
): Promise<Opened> {
  const { database, tables } = config
  if (database.kind !== 'embedded') {
    const client = createDocumentClient(createSdkSettings(database), createUndiciConnection())
    return { client, close: async () => client.destroy() }
  }
  const { path } = database
  // The port belongs to the server.
  const thread = await startEngineThread(
    { path },
    { onFailure: (error) => stderr.write(`the embedded database failed: ${error}\n`) }
  ).catch((error) => {
    throw toOpenFault(error, path)
  })
  const client = createEngineClient(thread)
  // The server makes the same tables when it starts.
  for (const table of tables)
    await ensureTable(client, table, AbortSignal.timeout(config.requestTimeoutMs))
  return { client, close: () => thread.close() }
}

function toOpenFault({ code, message }: NodeJS.ErrnoException, path: string | undefined): Error {
  const hint = code === 'LOCKED' ? ' If that is a server, --url asks it.' : ''
  return new Error(`The embedded database cannot open its files in ${path}: ${message}${hint}`)
}
