import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import type { TableKey } from './bootstrap.ts'

/**
 * Says whether DynamoDB answers and has the table, by reading a key: a permission that the service needs
 * anyway, where DescribeTable would be one more. Rejects where it does not answer.
 */
export async function isTableReady(
  client: DynamoDBClient,
  tableName: string,
  key: TableKey,
  signal: AbortSignal
): Promise<boolean> {
  const Key = Object.fromEntries(key.map(({ name, type }) => [name, type === 'N' ? 0 : 'ready']))
  // The client's protocol takes plain JSON where its types say attribute values.
  const command = new GetItemCommand({ TableName: tableName, Key: Key as never })
  try {
    await client.send(command, { abortSignal: signal })
    return true
  } catch (error) {
    // A key of another shape is refused by a table that is there.
    if ((error as Error).name === 'ValidationException') return true
    if ((error as Error).name === 'ResourceNotFoundException') return false
    throw error
  }
}
