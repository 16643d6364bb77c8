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

/** The table that should exist: the parameters of CreateTable, and its time to live. */
export type WantedTable = CreateTableCommandInput & {
  TableName: string
  TimeToLiveSpecification?: TimeToLiveSpecification | undefined
}

/** A table's primary key: the partition key, then the sort key if there is one. */
export type TableKey = readonly { name: string; type: 'S' | 'N' | 'B' }[]

const POLL_MS = 50

/** What ensureTable found or did. */
export interface EnsuredTable {
  result: 'made' | 'found'
  /** How the table differs from the wanted one, one clause each. */
  differences: string[]
}

type Client = Pick<DocumentClient, 'attempt'>

/**
 * Creates the table if it does not exist, and waits until it is active; a table that exists is not
 * changed. It does not retry: it rejects with the SDK's error, or with the reason of `signal`.
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

/** Writes the key of a table in the form of TABLE_KEY: `pk:S,sk:N`. */
export function spellKey(table: Pick<TableDescription, 'KeySchema' | 'AttributeDefinitions'>) {
  const { KeySchema = [], AttributeDefinitions = [] } = table
  const typeOf = (name: string | undefined) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType
  return KeySchema.map(({ AttributeName: name }) => `${name}:${typeOf(name)}`).join(',')
}

/** Lists what a found table lacks. Indexes that it has beside the wanted ones are no difference. */
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
    // Another process created it in the meantime.
    if ((error as Error).name !== 'ResourceInUseException') throw error
  }
}

/** Turns the time to live on. Resolves with a sentence if the engine does not support it. */
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
