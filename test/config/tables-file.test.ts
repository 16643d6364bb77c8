import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CreateTableInput } from '@aws-sdk/client-dynamodb'
import t, { type Test } from 'tap'
import type { TableDefinition } from '../../src/config/table-definition.ts'
import { readTablesFile } from '../../src/config/tables-file.ts'
import { type Config, loadConfig } from '../../src/config.ts'

const EXAMPLE = 'examples/tables.json'
const example = JSON.parse(readFileSync(EXAMPLE, 'utf8')) as TableDefinition[]

/**
 * Loads the configuration with a file of tables whose content is this text, or this value as JSON.
 */
function load(t: Test, content: unknown, env: Record<string, string> = {}): Config {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const TABLES_FILE = join(t.testdir({ 'tables.json': text }), 'tables.json')
  return loadConfig({ env: { TABLES_FILE, ...env }, operations: [], readTables: readTablesFile })
}

function faultsOf(t: Test, content: unknown, env: Record<string, string> = {}): string[] {
  try {
    load(t, content, env)
  } catch (error) {
    return (error as Error).message.split('\n  ').slice(1)
  }
  return t.fail('it must be refused') as never
}

/** Returns the faults of a table that is valid except for these members. */
function faultsOfTable(t: Test, members: object): string[] {
  return faultsOf(t, [{ ...table('one'), ...members }])
}

const attribute = (AttributeName: string, AttributeType = 'S') => ({ AttributeName, AttributeType })
const hash = (AttributeName: string) => ({ AttributeName, KeyType: 'HASH' })
const range = (AttributeName: string) => ({ AttributeName, KeyType: 'RANGE' })
const index = (IndexName: string, ...KeySchema: object[]) => ({
  IndexName,
  KeySchema,
  Projection: { ProjectionType: 'ALL' }
})

function table(TableName: string) {
  return { TableName, AttributeDefinitions: [attribute('id')], KeySchema: [hash('id')] }
}

t.test('the example has three tables, with three indexes and a time to live', async (t) => {
  const config = loadConfig({
    env: { TABLES_FILE: EXAMPLE },
    operations: [],
    readTables: readTablesFile
  })
  const names = ['orders', 'products', 'carts']
  t.same(
    config.tables,
    example.map((table) => ({ ...table, BillingMode: 'PAY_PER_REQUEST' }))
  )
  t.same(config.allowedTables, new Set(names), 'which are the ones that are allowed')
  t.equal(config.tableName, 'orders', 'the first is the one of examples and /ready')
  t.same(config.tableKey, [
    { name: 'customerId', type: 'S' },
    { name: 'orderId', type: 'S' }
  ])
  t.same(config.warnings, [])
})

t.test('without a file there is one table, made of TABLE_NAME and TABLE_KEY', async (t) => {
  const env = { TABLE_NAME: 'own', TABLE_KEY: 'pk:S,sk:N' }
  const { tables, allowedTables } = loadConfig({ env, operations: [], readTables: readTablesFile })
  t.same(tables, [
    {
      TableName: 'own',
      AttributeDefinitions: [attribute('pk'), attribute('sk', 'N')],
      KeySchema: [hash('pk'), range('sk')],
      BillingMode: 'PAY_PER_REQUEST'
    }
  ])
  t.equal(allowedTables, undefined)
})

t.test('a definition is what the SDK’s CreateTable takes', async (t) => {
  const [first] = load(t, example).tables
  const { TimeToLiveSpecification: _, ...parameters } = first as TableDefinition
  const input: CreateTableInput = parameters
  t.equal(input.TableName, 'orders')
})

t.test('a table keeps the billing mode that it tells', async (t) => {
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }
  const { tables } = load(t, [
    table('one'),
    { ...table('two'), ProvisionedThroughput },
    { ...table('three'), BillingMode: 'PROVISIONED', ProvisionedThroughput }
  ])
  t.same(
    tables.map(({ BillingMode }) => BillingMode),
    ['PAY_PER_REQUEST', undefined, 'PROVISIONED']
  )
})

t.test('ALLOWED_TABLES wins over the file, and what it leaves out is told', async (t) => {
  t.equal(load(t, [table('one')], { ALLOWED_TABLES: '*' }).allowedTables, undefined)
  const { allowedTables, warnings } = load(t, [table('one'), table('two')], {
    ALLOWED_TABLES: 'two,three'
  })
  t.same(allowedTables, new Set(['two', 'three']))
  t.match(warnings, ['ALLOWED_TABLES has no one, a table of this service'])
})

t.test('TABLE_NAME and TABLE_KEY beside it are faults', async (t) => {
  t.same(faultsOf(t, [table('one')], { TABLE_NAME: 'one', TABLE_KEY: 'id:S' }), [
    'TABLE_NAME: expected none beside TABLES_FILE, whose first table takes its place',
    'TABLE_KEY: expected none beside TABLES_FILE, whose first table takes its place'
  ])
})

t.test('a file that is missing, no JSON, no list, or empty is a fault', async (t) => {
  t.throws(
    () =>
      loadConfig({
        env: { TABLES_FILE: 'missing.json' },
        operations: [],
        readTables: readTablesFile
      }),
    {
      message: /TABLES_FILE: expected a file that can be read, got ENOENT/
    }
  )
  t.match(faultsOf(t, '[{]'), [/^TABLES_FILE: line 1, column 3: expected /])
  for (const content of ['{}', '[]', 'null', table('one')]) {
    t.same(faultsOf(t, content), ['TABLES_FILE: expected an array of at least one table'])
  }
})

t.test('every fault of types and members is told by its path, and at once', async (t) => {
  const faults = faultsOf(t, [
    {
      TableName: 'arn:aws:dynamodb:eu-west-1:1:table/x',
      Tablename: 'one',
      AttributeDefinitions: [{ AttributeName: 5, AttributeType: 'L' }],
      KeySchema: {},
      BillingMode: 'ON_DEMAND',
      ProvisionedThroughput: { ReadCapacityUnits: '5' },
      DeletionProtectionEnabled: 'yes',
      Tags: [{ Key: 'a', Value: null }],
      'a/b': 1
    },
    'two'
  ])
  t.match(faults, [
    /^TABLES_FILE: \/0\/TableName: expected a table’s name, got "arn:/,
    /^TABLES_FILE: \/0\/Tablename: expected one of TableName, AttributeDefinitions, /,
    'TABLES_FILE: /0/AttributeDefinitions/0/AttributeName: expected a string, got 5',
    'TABLES_FILE: /0/AttributeDefinitions/0/AttributeType: expected one of S, N, B, got "L"',
    'TABLES_FILE: /0/KeySchema: expected an array, got an object',
    'TABLES_FILE: /0/BillingMode: expected one of PROVISIONED, PAY_PER_REQUEST, got "ON_DEMAND"',
    'TABLES_FILE: /0/ProvisionedThroughput: expected a member WriteCapacityUnits',
    'TABLES_FILE: /0/ProvisionedThroughput/ReadCapacityUnits: expected a whole number, got "5"',
    'TABLES_FILE: /0/DeletionProtectionEnabled: expected true or false, got "yes"',
    'TABLES_FILE: /0/Tags/0/Value: expected a string, got null',
    /^TABLES_FILE: \/0\/a~1b: expected one of /,
    'TABLES_FILE: /1: expected an object, got "two"'
  ])
  t.equal(faults.length, 12)
  t.match(faultsOf(t, [{}]), [
    'TABLES_FILE: /0: expected a member TableName',
    'TABLES_FILE: /0: expected a member AttributeDefinitions',
    'TABLES_FILE: /0: expected a member KeySchema'
  ])
})

t.test('keys and definitions fit one another', async (t) => {
  t.same(
    faultsOfTable(t, {
      AttributeDefinitions: [attribute('id'), attribute('other'), attribute('id')],
      KeySchema: [hash('id'), range('sk')]
    }),
    [
      'TABLES_FILE: /0/KeySchema/1/AttributeName: "sk" is not among the AttributeDefinitions',
      'TABLES_FILE: /0/AttributeDefinitions/1/AttributeName: "other" is in no KeySchema',
      'TABLES_FILE: /0/AttributeDefinitions/2/AttributeName: "id" is there already'
    ]
  )
  t.match(faultsOfTable(t, { GlobalSecondaryIndexes: [index('byX', hash('x'))] }), [
    '/0/GlobalSecondaryIndexes/0/KeySchema/0/AttributeName: "x" is not among'
  ])
})

t.test('a key has one HASH, and a RANGE only after it', async (t) => {
  const AttributeDefinitions = ['id', 'a', 'b'].map((name) => attribute(name))
  const message = 'expected one HASH, and after it at most one RANGE'
  for (const KeySchema of [
    [],
    [range('id')],
    [range('id'), hash('a')],
    [hash('id'), hash('a')],
    [hash('id'), range('a'), range('b')]
  ]) {
    t.match(faultsOfTable(t, { AttributeDefinitions, KeySchema }), {
      0: `TABLES_FILE: /0/KeySchema: ${message}`
    })
    t.match(
      faultsOfTable(t, { LocalSecondaryIndexes: [{ ...index('byA'), KeySchema }] }).join(),
      `TABLES_FILE: /0/LocalSecondaryIndexes/0/KeySchema: ${message}`
    )
  }
})

t.test('a global index may have up to four of each', async (t) => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const AttributeDefinitions = ['id', ...names].map((name) => attribute(name))
  const withKey = (...KeySchema: object[]) => ({
    ...table('one'),
    AttributeDefinitions,
    GlobalSecondaryIndexes: [index('byAll', ...KeySchema)]
  })
  t.equal(load(t, [withKey(...names.slice(0, 4).map(hash), range('e'))]).tables.length, 1)
  t.equal(load(t, [withKey(hash('e'), ...names.slice(0, 4).map(range))]).tables.length, 1)
  t.match(faultsOf(t, [withKey(...names.map(hash))]), [/KeySchema: expected 1 to 4 HASH/])
})

t.test('the name of a table, and of its indexes, is there once', async (t) => {
  t.same(faultsOf(t, [table('one'), table('two'), table('one')]), [
    'TABLES_FILE: /2/TableName: "one" is there already'
  ])
  t.same(
    faultsOfTable(t, {
      LocalSecondaryIndexes: [index('byId', hash('id'))],
      GlobalSecondaryIndexes: [index('byId', hash('id'))]
    }),
    ['TABLES_FILE: /0/GlobalSecondaryIndexes/0/IndexName: "byId" is there already']
  )
})

t.test('a vector index uses attributes too', async (t) => {
  const VectorIndexes = [
    {
      IndexName: 'byMeaning',
      VectorAttribute: { AttributeName: 'vector' },
      Projection: { ProjectionType: 'ALL' },
      Dimensions: 3,
      DistanceFunction: 'COSINE',
      SearchSchema: [{ AttributeName: 'kind', SearchSchemaElementType: 'HASH' }]
    }
  ]
  const AttributeDefinitions = [attribute('id'), attribute('kind')]
  t.same(load(t, [{ ...table('one'), AttributeDefinitions, VectorIndexes }]).warnings, [])
})
