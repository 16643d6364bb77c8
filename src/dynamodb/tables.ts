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

/** What came of a table that was asked for. */
export interface EnsuredTable {
  result: 'made' | 'found'
  /** The key that the table has, which is another than asked for if it was found so. */
  key: TableKey
}

/**
 * Makes the table if it is missing, and waits until it is active; one that is there is left as it is. One
 * try: rejects with the SDK's error if the database does not answer, and with the signal's reason when
 * that aborts.
 */
export async function ensureTable(
  client: Pick<DocumentClient, 'attempt'>,
  tableName: string,
  key: TableKey,
  signal: AbortSignal
): Promise<EnsuredTable> {
  const found = await describeTable(client, tableName, signal)
  if (!found) await createTable(client, tableName, key, signal)
  let table = found
  while (table?.TableStatus !== 'ACTIVE') {
    await delay(POLL_MS, undefined, { signal })
    table = await describeTable(client, tableName, signal)
  }
  return { result: found ? 'found' : 'made', key: toKey(table) }
}

/** Spells a key as TABLE_KEY does: `pk:S,sk:N`. */
export function spellKey(key: TableKey): string {
  return key.map(({ name, type }) => `${name}:${type}`).join(',')
}

function toKey({ KeySchema = [], AttributeDefinitions = [] }: TableDescription): TableKey {
  return KeySchema.map(({ AttributeName: name = '' }) => ({
    name,
    type: AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)
      ?.AttributeType as TableKey[number]['type']
  }))
}

async function describeTable(
  client: Pick<DocumentClient, 'attempt'>,
  tableName: string,
  signal: AbortSignal
): Promise<TableDescription | undefined> {
  try {
    const command = new DescribeTableCommand({ TableName: tableName })
    return (await client.attempt(command, signal)).Table as TableDescription | undefined
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
