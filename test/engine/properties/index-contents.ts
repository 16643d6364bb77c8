import type { Engine } from '../../../src/engine/engine.ts'
import { allItems, call, type Output, textOf } from './caller.ts'

/**
 * Describes a table when no index is on its way: one that is being made, or that goes, cannot be
 * read.
 */
export async function describeWhole(engine: Engine, TableName: string): Promise<TableDescription> {
  for (;;) {
    const { Table } = await call(engine, 'DescribeTable', { TableName })
    const table = Table as TableDescription
    const indexes = table.GlobalSecondaryIndexes ?? []
    if (indexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')) return table
    await new Promise(setImmediate)
  }
}

interface KeySchema {
  AttributeName: string
  KeyType: string
}

interface IndexDescription {
  IndexName: string
  IndexStatus?: string
  KeySchema: KeySchema[]
  Projection: { ProjectionType: string; NonKeyAttributes?: string[] }
}

interface Contents {
  name: string
  found: string[]
  expected: string[]
}

export interface TableDescription {
  KeySchema: KeySchema[]
  GlobalSecondaryIndexes?: IndexDescription[]
  LocalSecondaryIndexes?: IndexDescription[]
}

/** What each index holds, and what it should hold by what its table holds. */
export async function indexContents(engine: Engine, TableName: string): Promise<Contents[]> {
  const table = await describeWhole(engine, TableName)
  const items = await allItems(engine, 'Scan', { TableName })
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])]
  const contents: Contents[] = []
  for (const index of indexes) {
    const expected = items
      .filter((item) => isIn(item, index))
      .map((item) => projected(item, index, table))
    const { IndexName } = index
    const found = await allItems(engine, 'Scan', { TableName, IndexName })
    contents.push({
      name: IndexName,
      found: found.map(textOf).sort(),
      expected: expected.map(textOf).sort()
    })
  }
  return contents
}

function isIn(item: Output, { KeySchema }: IndexDescription): boolean {
  return KeySchema.every(({ AttributeName }) => Object.hasOwn(item, AttributeName))
}

function projected(
  item: Output,
  { KeySchema, Projection }: IndexDescription,
  table: TableDescription
) {
  if (Projection.ProjectionType === 'ALL') return item
  const keys = [...table.KeySchema, ...KeySchema].map(({ AttributeName }) => AttributeName)
  const names = new Set([...keys, ...(Projection.NonKeyAttributes ?? [])])
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)))
}
