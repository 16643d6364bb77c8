import { setTimeout as delay } from 'node:timers/promises'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type TableDescription,
  type TimeToLiveSpecification,
  UpdateTimeToLiveCommand
} from '@aws-sdk/client-dynamodb'
import type { DocumentClient } from './client.ts'

/** A table as it is wanted: the parameters of CreateTable, and its time to live. */
export type WantedTable = CreateTableCommandInput & {
  TableName: string
  TimeToLiveSpecification?: TimeToLiveSpecification | undefined
}

/** A table's primary key: the partition key, then the sort key if there is one. */
export type TableKey = readonly { name: string; type: 'S' | 'N' | 'B' }[]

const POLL_MS = 50

/** What came of a table that was asked for. */
export interface EnsuredTable {
  result: 'made' | 'found'
  /** What the table has otherwise than asked for, a clause each. */
  differences: string[]
}

type Client = Pick<DocumentClient, 'attempt'>

/**
 * Makes the table if it is missing, and waits until it is active; one that is there is left as it is. One
 * try: rejects with the SDK's error if the database does not answer or refuses, and with the signal's
 * reason when that aborts.
 */
export async function ensureTable(
  client: Client,
  wanted: WantedTable,
  signal: AbortSignal
): Promise<EnsuredTable> {
  const { TimeToLiveSpecification, ...input } = wanted
  const found = await describeTable(client, wanted.TableName, signal)
  if (!found) await createTable(client, input, signal)
  let table = found
  while (table?.TableStatus !== 'ACTIVE') {
    await delay(POLL_MS, undefined, { signal })
    table = await describeTable(client, wanted.TableName, signal)
  }
  if (found) return { result: 'found', differences: findDifferences(table, wanted) }
  const refusal = TimeToLiveSpecification && (await expireItems(client, wanted, signal))
  return { result: 'made', differences: refusal ? [refusal] : [] }
}

/** Spells the key of a table as TABLE_KEY does: `pk:S,sk:N`. */
export function spellKey(table: Pick<TableDescription, 'KeySchema' | 'AttributeDefinitions'>) {
  const { KeySchema = [], AttributeDefinitions = [] } = table
  const typeOf = (name: string | undefined) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType
  return KeySchema.map(({ AttributeName: name }) => `${name}:${typeOf(name)}`).join(',')
}

/** Indexes that the table has beside those asked for are nobody's loss. */
function findDifferences(found: TableDescription, wanted: WantedTable): string[] {
  const differences: string[] = []
  if (spellKey(found) !== spellKey(wanted)) {
    differences.push(`it has the key ${spellKey(found)}, not ${spellKey(wanted)}`)
  }
  const names = new Set(indexesOf(found))
  for (const name of indexesOf(wanted)) {
    if (!names.has(name)) differences.push(`it has no index ${name}`)
  }
  return differences
}

function indexesOf(table: Pick<TableDescription, `${'Global' | 'Local'}SecondaryIndexes`>) {
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = table
  return [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(({ IndexName }) => IndexName)
}

async function describeTable(
  client: Client,
  TableName: string,
  signal: AbortSignal
): Promise<TableDescription | undefined> {
  try {
    const { Table } = await client.attempt(new DescribeTableCommand({ TableName }), signal)
    return Table as TableDescription | undefined
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined
    throw error
  }
}

async function createTable(
  client: Client,
  input: CreateTableCommandInput,
  signal: AbortSignal
): Promise<void> {
  try {
    await client.attempt(new CreateTableCommand(input), signal)
  } catch (error) {
    // Another process made it in between.
    if ((error as Error).name !== 'ResourceInUseException') throw error
  }
}

/** Turns the time to live on. Resolves with what an engine says that does not know it. */
async function expireItems(
  client: Client,
  { TableName, TimeToLiveSpecification }: WantedTable,
  signal: AbortSignal
): Promise<string | undefined> {
  try {
    await client.attempt(
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }),
      signal
    )
    return undefined
  } catch (error) {
    const { $fault, message } = error as Error & { $fault?: string }
    if ($fault !== 'client') throw error
    return `its items do not expire (${message})`
  }
}
