import type { Database } from '../database.ts'

const MAX_NAMES = 100

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html */
export function listTables(
  { catalogue }: Database,
  request: { ExclusiveStartTableName?: string; Limit?: number }
): string {
  const { ExclusiveStartTableName: start, Limit: limit = MAX_NAMES } = request
  const names = catalogue.names()
  const rest = start === undefined ? names : names.filter((name) => name > start)
  const page = rest.slice(0, limit)
  return JSON.stringify({
    TableNames: page,
    LastEvaluatedTableName: rest.length > page.length ? page.at(-1) : undefined
  })
}
