import { readJsonFile } from './json-file.ts'
import { readPath } from './paths.ts'
import { findSchemaFaults } from './schema-faults.ts'
import { type KeySchema, TableDefinition } from './table-definition.ts'

/**
 * Reads the file of TABLES_FILE, a list of CreateTable's parameters. A table without BillingMode
 * and ProvisionedThroughput gets PAY_PER_REQUEST. Throws an Error with one line for each fault,
 * which begins with its JSON Pointer.
 */
export function readTablesFile(path: string): TableDefinition[] {
  const entries = readJsonFile(readPath(path))
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new Error('expected an array of at least one table')
  }
  const faults = entries.flatMap((entry, index) => {
    const wrong = findSchemaFaults(TableDefinition, entry, `/${index}`)
    return wrong.length > 0 ? wrong : findTableFaults(entry as TableDefinition, `/${index}`)
  })
  const names = entries.map((entry, index) => [`/${index}/TableName`, entry?.TableName] as const)
  faults.push(...findRepeated(names))
  if (faults.length > 0) throw new Error(faults.join('\n'))
  return (entries as TableDefinition[]).map(setBillingMode)
}

function setBillingMode(table: TableDefinition): TableDefinition {
  const isTold = table.BillingMode !== undefined || table.ProvisionedThroughput !== undefined
  return isTold ? table : { ...table, BillingMode: 'PAY_PER_REQUEST' }
}

/** Finds what a schema cannot express: keys need matching definitions, and names must be unique. */
function findTableFaults(table: TableDefinition, pointer: string): string[] {
  const defined = table.AttributeDefinitions.map(
    ({ AttributeName }, index) =>
      [`${pointer}/AttributeDefinitions/${index}/AttributeName`, AttributeName] as const
  )
  const keys = listKeys(table, pointer)
  const used = new Set([
    ...keys.flatMap(({ schema }) => schema.map(nameOf)),
    ...listSearched(table)
  ])
  const unused = defined.filter(([, name]) => !used.has(name))
  return [
    ...keys.flatMap((key) => findKeyFaults(key, new Set(defined.map(([, name]) => name)))),
    ...unused.map(([at, name]) => `${at}: ${JSON.stringify(name)} is in no KeySchema`),
    ...findRepeated(defined),
    ...findRepeated(listIndexNames(table, pointer))
  ]
}

interface Key {
  pointer: string
  schema: KeySchema
  /** How many attributes of each kind the key may have. */
  most: number
}

function listKeys(table: TableDefinition, pointer: string): Key[] {
  const { KeySchema: schema, LocalSecondaryIndexes = [], GlobalSecondaryIndexes = [] } = table
  const below = (list: string, index: number) => `${pointer}/${list}/${index}/KeySchema`
  return [
    { pointer: `${pointer}/KeySchema`, schema, most: 1 },
    ...LocalSecondaryIndexes.map(({ KeySchema }, index) => ({
      pointer: below('LocalSecondaryIndexes', index),
      schema: KeySchema,
      most: 1
    })),
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
    ...GlobalSecondaryIndexes.map(({ KeySchema }, index) => ({
      pointer: below('GlobalSecondaryIndexes', index),
      schema: KeySchema,
      most: 4
    }))
  ]
}

function findKeyFaults({ pointer, schema, most }: Key, defined: ReadonlySet<string>): string[] {
  const undefinedOnes = schema.flatMap(({ AttributeName: name }, index) => {
    const at = `${pointer}/${index}/AttributeName`
    return defined.has(name)
      ? []
      : [`${at}: ${JSON.stringify(name)} is not among the AttributeDefinitions`]
  })
  const count = schema.filter(({ KeyType }) => KeyType === 'HASH').length
  const isInOrder = schema.slice(0, count).every(({ KeyType }) => KeyType === 'HASH')
  const isRight = count >= 1 && count <= most && schema.length - count <= most && isInOrder
  if (isRight) return undefinedOnes
  const expected =
    most === 1
      ? 'one HASH, and after it at most one RANGE'
      : `1 to ${most} HASH, and after them at most ${most} RANGE`
  return [...undefinedOnes, `${pointer}: expected ${expected}`]
}

function nameOf({ AttributeName }: { AttributeName: string }): string {
  return AttributeName
}

function listSearched({ VectorIndexes = [] }: TableDefinition): string[] {
  return VectorIndexes.flatMap(({ VectorAttribute, SearchSchema = [] }) =>
    [VectorAttribute, ...SearchSchema].map(nameOf)
  )
}

type Named = readonly [pointer: string, name: unknown]

function listIndexNames(table: TableDefinition, pointer: string): Named[] {
  const lists = ['LocalSecondaryIndexes', 'GlobalSecondaryIndexes', 'VectorIndexes'] as const
  return lists.flatMap((list) =>
    (table[list] ?? []).map(
      ({ IndexName }, index): Named => [`${pointer}/${list}/${index}/IndexName`, IndexName]
    )
  )
}

function findRepeated(named: readonly Named[]): string[] {
  const names = named.map(([, name]) => name)
  return named
    .filter(([, name], index) => typeof name === 'string' && names.indexOf(name) < index)
    .map(([at, name]) => `${at}: ${JSON.stringify(name)} is there already`)
}
