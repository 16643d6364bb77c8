import { setTimeout as delay } from 'node:timers/promises'
import {
  CreateTableCommand,
  DescribeTableCommand,
  type TableDescription
} from '@aws-sdk/client-dynamodb'
import type { DocumentClient } from './client.ts'

/** A table's primary key: the partition key, then the sort key if there is one. */
export type TableKey = readonly { name: string; type: 'S' | 'N' | 'B' }[]

const POLL_MS = 50

/**
 * Makes the table where it is missing, and waits until it is active. One try: rejects with the SDK's
 * error where the database does not answer, and with the signal's reason when that aborts.
 */
export async function ensureTable(
  client: Pick<DocumentClient, 'attempt'>,
  tableName: string,
  key: TableKey,
  signal: AbortSignal
): Promise<'made' | 'found'> {
  const status = await tableStatus(client, tableName, signal)
  if (status === undefined) await createTable(client, tableName, key, signal)
  for (let now = status; now !== 'ACTIVE'; now = await tableStatus(client, tableName, signal)) {
    await delay(POLL_MS, undefined, { signal })
  }
  return status === undefined ? 'made' : 'found'
}

async function tableStatus(
  client: Pick<DocumentClient, 'attempt'>,
  tableName: string,
  signal: AbortSignal
): Promise<string | undefined> {
  try {
    const command = new DescribeTableCommand({ TableName: tableName })
    const { Table } = await client.attempt(command, signal)
    return (Table as TableDescription | undefined)?.TableStatus
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined
    throw error
  }
}

async function createTable(
  client: Pick<DocumentClient, 'attempt'>,
  tableName: string,
  key: TableKey,
  signal: AbortSignal
): Promise<void> {
  const command = new CreateTableCommand({
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: key.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type
    })),
    KeySchema: key.map(({ name }, index) => ({
      AttributeName: name,
      KeyType: index === 0 ? 'HASH' : 'RANGE'
    }))
  })
  try {
    await client.attempt(command, signal)
  } catch (error) {
    // Another process made it in between.
    if ((error as Error).name !== 'ResourceInUseException') throw error
  }
}
