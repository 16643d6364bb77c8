import { parse } from '../../json/parse.ts'
import type { Command } from '../context.ts'
import { readText } from '../table/parse-arguments.ts'
import { describeBytes, describeCount } from '../words.ts'
import { withManager } from './open-manager.ts'
import { printJson, printTable } from './print.ts'

interface Keyed {
  KeySchema: { AttributeName: string; KeyType: string }[]
}

interface Table extends Keyed {
  TableName: string
  TableStatus: string
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[]
  ItemCount?: number
  TableSizeBytes?: number
  BillingModeSummary?: { BillingMode?: string }
  GlobalSecondaryIndexes?: (Keyed & { IndexName: string })[]
  LocalSecondaryIndexes?: (Keyed & { IndexName: string })[]
}

/** `describe`: for people on a terminal, all that DynamoDB says otherwise. */
export const describe: Command = async (_, options, context) => {
  const tableName = readText(options, 'table') as string
  const answer = await withManager(options, context, (manager) =>
    manager.call({ operation: 'describe', tableName })
  )
  if (!context.stdout.isTTY) return printJson(answer, context)
  const { Table } = parse(answer) as { Table: Table }
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = Table
  const indexes = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes]
  const rows = [
    ['table', Table.TableName],
    ['status', Table.TableStatus],
    ['key', toKey(Table, Table)],
    ...indexes.map((index) => [`index ${index.IndexName}`, toKey(index, Table)]),
    ['items', describeCount(Table.ItemCount ?? 0)],
    ['size', describeBytes(Table.TableSizeBytes ?? 0)],
    ['billing', Table.BillingModeSummary?.BillingMode ?? 'PROVISIONED']
  ]
  await printTable(
    rows.map(([name = '', value = '']) => [name, `${value} `]),
    context
  )
}

/** `pk:S, sk:N`, the partition key first. */
function toKey({ KeySchema }: Keyed, { AttributeDefinitions }: Table): string {
  return KeySchema.map(({ AttributeName: name }) => {
    const found = AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)
    return `${name}:${found?.AttributeType}`
  }).join(', ')
}
