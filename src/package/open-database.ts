import type { DatabaseConfig } from '../config/database.ts'
import { createDocumentClient, type DocumentClient } from '../dynamodb/client.ts'
import { createUndiciConnection } from '../dynamodb/connection/undici-connection.ts'
import { createEngineClient } from '../dynamodb/embedded/engine-client.ts'
import { createSdkSettings } from '../dynamodb/settings/sdk-settings.ts'
import { startEngineThread } from '../engine/thread/thread.ts'

export interface OpenedDatabase {
  client: DocumentClient
  close(): Promise<void>
}

/**
 * Opens the database that the configuration names; the embedded one gets no port. Calls `onFailure`
 * with an error if the embedded one fails later. Rejects if it cannot open its files.
 */
export async function openDatabase(
  database: DatabaseConfig,
  onFailure: (error: unknown) => void
): Promise<OpenedDatabase> {
  const { kind, path } = database
  if (kind !== 'embedded') {
    const client = createDocumentClient(createSdkSettings(database), createUndiciConnection())
    return { client, close: async () => client.destroy() }
  }
  const thread = await startEngineThread({ path }, { onFailure }).catch((error) => {
    throw toOpenFault(error, path)
  })
  return { client: createEngineClient(thread), close: () => thread.close() }
}

function toOpenFault({ code, message }: NodeJS.ErrnoException, path: string | undefined): Error {
  const hint = code === 'LOCKED' ? ' If that is a server, --url asks it.' : ''
  return new Error(`The embedded database cannot open its files in ${path}: ${message}${hint}`)
}
