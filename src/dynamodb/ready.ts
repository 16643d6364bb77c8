import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { TableKey } from './bootstrap.ts'
import type { DocumentClient } from './client.ts'
import { isThrottle } from './failures.ts'

/**
 * Says whether DynamoDB answers and has the table, by reading a key: a permission that the service needs
 * anyway, where DescribeTable would be one more. Rejects where it does not answer.
 */
export async function isTableReady(
  client: Pick<DocumentClient, 'attempt'>,
  tableName: string,
  key: TableKey,
  signal: AbortSignal
): Promise<boolean> {
  const Key = Object.fromEntries(key.map(({ name, type }) => [name, type === 'N' ? 0 : 'ready']))
  const command = new GetCommand({ TableName: tableName, Key })
  try {
    await client.attempt(command, { abortSignal: signal })
    return true
  } catch (error) {
    // A key of another shape is refused by a table that is there, and so is one read too many.
    if ((error as Error).name === 'ValidationException' || isThrottle(error as Error)) return true
    if ((error as Error).name === 'ResourceNotFoundException') return false
    throw error
  }
}
