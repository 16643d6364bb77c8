import { parse } from '../../json/parse.ts'
import type { Manager } from '../managers/manager.ts'
import { ManagerError } from '../managers/manager-error.ts'
import type { Patience } from './patience.ts'

export interface KeyAttribute {
  name: string
  type: string
}

/** What `describe` tells of a table that a transfer can use. */
export interface TableFacts {
  key: readonly KeyAttribute[]
  /** The attributes of a start key of the index, or of the table without one. */
  startKeyNames: readonly string[]
  /** As DynamoDB counted them, which may be hours ago. */
  itemCount: number
  bytes: number
}

interface Keyed {
  KeySchema: { AttributeName: string }[]
}

interface Description extends Keyed {
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[]
  GlobalSecondaryIndexes?: (Keyed & {
    IndexName: string
    ItemCount?: number
    IndexSizeBytes?: number
  })[]
  LocalSecondaryIndexes?: (Keyed & {
    IndexName: string
    ItemCount?: number
    IndexSizeBytes?: number
  })[]
  ItemCount?: number
  TableSizeBytes?: number
}

/** Describes a table; undefined: the caller may not. Rejects with any other ManagerError. */
export async function readTableFacts(
  manager: Manager,
  patience: Patience,
  tableName: string,
  indexName?: string
): Promise<TableFacts | undefined> {
  let table: Description
  try {
    const answer = await patience.run(() => manager.call({ operation: 'describe', tableName }))
    table = (parse(answer) as { Table: Description }).Table
  } catch (error) {
    if (error instanceof ManagerError && isForbidden(error)) return undefined
    throw error
  }
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] } = table
  const indexes = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes]
  const index = indexes.find(({ IndexName }) => IndexName === indexName)
  const names = [...(index?.KeySchema ?? []), ...table.KeySchema].map(toName)
  return {
    key: table.KeySchema.map(toName).map((name) => ({ name, type: typeOf(table, name) })),
    startKeyNames: [...new Set(names)],
    itemCount: Number((index ?? table).ItemCount ?? 0),
    bytes: Number(index ? (index.IndexSizeBytes ?? 0) : (table.TableSizeBytes ?? 0))
  }
}

function isForbidden({ errorType, statusCode }: ManagerError): boolean {
  return statusCode === 403 && errorType === 'AccessDeniedException'
}

function toName({ AttributeName }: { AttributeName: string }): string {
  return AttributeName
}

function typeOf({ AttributeDefinitions }: Description, name: string): string {
  const found = AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)
  return found?.AttributeType ?? 'S'
}
