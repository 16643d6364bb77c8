import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { DocumentClient } from './client.ts'
import { isThrottle } from './retry/failures.ts'
import type { TableKey } from './tables.ts'

/**
 * Resolves if DynamoDB answers and has the table; rejects with the reason if not. It reads one key,
 * because the service needs that permission anyway; DescribeTable would need another one.
 */
export async function checkTable(
  client: Pick<DocumentClient, 'attempt'>,
  tableName: string,
  key: TableKey,
  signal: AbortSignal
): Promise<void> {
  const Key = Object.fromEntries(key.map(({ name, type }) => [name, type === 'N' ? 0 : 'ready']))
  const command = new GetCommand({ TableName: tableName, Key })
  try {
    await client.attempt(command, signal)
  } catch (error) {
    // A table that exists refuses a key of another shape, or throttles a read that is one too many.
    if ((error as Error).name !== 'ValidationException' && !isThrottle(error as Error)) throw error
  }
}
