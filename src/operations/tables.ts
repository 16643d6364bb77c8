import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import type { Static } from '@sinclair/typebox'
import type { Output } from './database.ts'
import type { CallContext } from './operation.ts'
import type { TablesPayload } from './payloads.ts'

/**
 * How many names ListTables answers at most.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
 */
const MOST_NAMES = 100

/** Returns the tables that are in both sets; undefined: every table. */
export function intersect(
  some: ReadonlySet<string> | undefined,
  others: ReadonlySet<string> | undefined
): ReadonlySet<string> | undefined {
  if (some === undefined || others === undefined) return some ?? others
  return new Set([...some].filter((name) => others.has(name)))
}

/**
 * Lists the tables that the caller may use. If they are allowed by name, the answer is made without
 * a call, sorted by UTF-16 code units, with the paging of ListTables.
 */
export async function listTables(
  { allowedTables, send }: CallContext,
  payload: Static<typeof TablesPayload>
): Promise<Partial<Output>> {
  if (!allowedTables) return send(new ListTablesCommand(payload as object))
  const { ExclusiveStartTableName: start = '', Limit = MOST_NAMES } = payload
  const names = [...allowedTables].sort().filter((name) => name > start)
  const TableNames = names.slice(0, Limit)
  return {
    TableNames,
    ...(names.length > Limit ? { LastEvaluatedTableName: TableNames.at(-1) } : {})
  }
}

/** Describes the table, with its dates as ISO 8601 text. */
export async function describeTable({ tableName, send }: CallContext): Promise<Output> {
  const output = await send(new DescribeTableCommand({ TableName: tableName }))
  return { ...output, Table: writeDates(output.Table) }
}

/**
 * Replaces every date in a table's description by ISO 8601 text; DynamoDB has seconds since 1970.
 */
function writeDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writeDates)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => {
    const isDate = name.endsWith('DateTime') && typeof member === 'number'
    return [name, isDate ? new Date(Math.round(member * 1000)).toISOString() : writeDates(member)]
  })
  return Object.fromEntries(members)
}
