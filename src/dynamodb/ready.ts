import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { DocumentClient } from './client.ts'
import { isThrottle } from './retry/failures.ts'
import type { TableKey } from './tables.ts'

/**
 * Resolves where DynamoDB answers and has the table, seen by reading a key: a permission that the service needs
 * anyway, where DescribeTable would be one more. Rejects with why it is not ready.
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
    // A key of another shape is refused by a table that is there, and so is one read too many.
    if ((error as Error).name !== 'ValidationException' && !isThrottle(error as Error)) throw error
  }
}
