import type { Database } from '../database.ts'
import { EngineError } from '../errors.ts'
import { tableNameOf } from './catalogue.ts'
import { describe } from './describe.ts'
import type { Table } from './table.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html */
export function describeTable(database: Database, request: { TableName: string }): string {
  const { record } = findNamed(database, request.TableName)
  return JSON.stringify({ Table: describe(record, database.counts) })
}

/**
 * The table of a name or an ARN. Throws ResourceNotFoundException with the name, as calls about
 * tables do.
 */
export function findNamed({ catalogue }: Database, nameOrArn: string): Table {
  const name = tableNameOf(nameOrArn)
  const table = catalogue.get(name)
  if (table) return table
  throw new EngineError(
    'ResourceNotFoundException',
    `Requested resource not found: Table: ${name} not found`
  )
}
