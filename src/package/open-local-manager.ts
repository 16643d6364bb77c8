import { createLocalManager } from '../cli/managers/local-manager.ts'
import type { Manager } from '../cli/managers/manager.ts'
import { readEnvFile } from '../config/env-file.ts'
import { readTablesFile } from '../config/tables-file.ts'
import { type Config, loadConfig } from '../config.ts'
import type { DocumentClient } from '../dynamodb/client.ts'
import { ensureTable } from '../dynamodb/tables.ts'
import { operations } from '../operations/table.ts'
import { openDatabase } from './open-database.ts'

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
  const { client, close } = await openDatabase(config.database, (error) =>
    stderr.write(`the embedded database failed: ${error}\n`)
  )
  // The server makes the same tables when it starts.
  if (config.database.kind === 'embedded') await makeTables(client, config)
  const { requestTimeoutMs, allowedOperations, allowedTables } = config
  return createLocalManager({
    service: { operations, database: client, allowedOperations, allowedTables },
    requestTimeoutMs,
    signal,
    close
  })
}

async function makeTables(
  client: DocumentClient,
  { tables, requestTimeoutMs }: Config
): Promise<void> {
  for (const table of tables) {
    await ensureTable(client, table, AbortSignal.timeout(requestTimeoutMs))
  }
}
