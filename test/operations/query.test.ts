import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import t from 'tap'
import { startEngine } from '../fixtures/engine.ts'
import { startService } from '../fixtures/service.ts'

// These tests need a sort key, indexes and a second table, which the contract's own table lacks.

const lines = `lines-${randomUUID()}`
const totals = `totals-${randomUUID()}`
const attribute = (AttributeName: string, AttributeType: string) => ({
  AttributeName,
  AttributeType
})
const key = (...names: string[]) =>
  names.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? 'HASH' : 'RANGE' }))
const Projection = { ProjectionType: 'ALL' }
const TABLES = [
  {
    TableName: lines,
    AttributeDefinitions: [
      attribute('order', 'B'),
      attribute('line', 'N'),
      attribute('sku', 'S'),
      attribute('weight', 'N')
    ],
    KeySchema: key('order', 'line'),
    GlobalSecondaryIndexes: [{ IndexName: 'by-sku', KeySchema: key('sku', 'weight'), Projection }],
    LocalSecondaryIndexes: [
      { IndexName: 'by-sku-of-order', KeySchema: key('order', 'sku'), Projection }
    ]
  },
  {
    TableName: totals,
    AttributeDefinitions: [attribute('id', 'S')],
    KeySchema: key('id')
  }
]

const { endpoint, kind } = await startEngine(t)
const TABLES_FILE = join(t.testdir({ 'tables.json': JSON.stringify(TABLES) }), 'tables.json')
const service = await startService(t, { endpoint, env: { TABLES_FILE, TABLE_NAME: '' } })

async function run(operation: string, payload: object, tableName = lines) {
  const { status, body } = await service.post({
    operation,
    tableName,
    format: 'dynamodb',
    payload
  })
  if (status !== 200) throw new Error(body)
  return JSON.parse(body)
}

const order = { B: 'AAEC/w==' }
const itemOf = (line: number) => ({
  order,
  line: { N: `${line}` },
  sku: { S: line % 2 === 0 ? 'even' : 'odd' },
  weight: { N: `${100 - line}` }
})
const ofOrder = {
  KeyConditionExpression: '#o = :o',
  ExpressionAttributeNames: { '#o': 'order' },
  ExpressionAttributeValues: { ':o': order }
}
const linesOf = ({ Items }: { Items: { line: { N: string } }[] }) => Items.map(({ line }) => line.N)

await run('batchWrite', { Put: [...Array(25).keys()].map(itemOf) })

t.test('a query is in the order of the sort key, page by page, in both directions', async (t) => {
  for (const ScanIndexForward of [true, false]) {
    const found: string[] = []
    let from: object = {}
    for (;;) {
      const page = await run('query', { ...ofOrder, ScanIndexForward, Limit: 10, ...from })
      found.push(...linesOf(page))
      if (!page.LastEvaluatedKey) break
      t.same(Object.keys(page), [
        'Items',
        'Count',
        'ScannedCount',
        'LastEvaluatedKey',
        'ResponseMetadata'
      ])
      t.same(page.LastEvaluatedKey, { order, line: { N: found.at(-1) } })
      from = { ExclusiveStartKey: page.LastEvaluatedKey }
    }
    const expected = [...Array(25).keys()].map(String)
    t.same(found, ScanIndexForward ? expected : expected.reverse())
  }
})

t.test('an index is queried, and counted, by its own key', async (t) => {
  const bySku = {
    IndexName: 'by-sku',
    KeyConditionExpression: 'sku = :s AND weight < :w',
    ExpressionAttributeValues: { ':s': { S: 'odd' }, ':w': { N: '90' } }
  }
  const global = await run('query', bySku)
  t.same(linesOf(global), ['23', '21', '19', '17', '15', '13', '11'])
  t.match(await run('count', bySku), { Count: 7, ScannedCount: 7 })
  const local = {
    ...ofOrder,
    IndexName: 'by-sku-of-order',
    KeyConditionExpression: '#o = :o AND sku = :s',
    ExpressionAttributeValues: { ':o': order, ':s': { S: 'even' } }
  }
  t.equal((await run('query', local)).Count, 13)
  t.equal((await run('count', { ...local, ConsistentRead: true })).Count, 13)
  t.equal((await run('count', { IndexName: 'by-sku' })).Count, 25, 'a Scan of an index')
  const plain = await service.post({
    operation: 'query',
    tableName: lines,
    payload: {
      IndexName: 'by-sku',
      KeyConditionExpression: 'sku = :s',
      ExpressionAttributeValues: { ':s': 'even' },
      Limit: 1
    }
  })
  t.match(JSON.parse(plain.body), {
    Items: [{ order: order.B, line: 24 }],
    LastEvaluatedKey: { order: order.B, line: 24, sku: 'even', weight: 76 }
  })
})

t.test('keys of every type are read in batches and deleted', async (t) => {
  const Keys = [3, 7].map((line) => ({ order, line: { N: `${line}` } }))
  const read = await run('batchRead', { Keys })
  t.same(linesOf(read).sort(), ['3', '7'])
  await run('batchWrite', { Delete: Keys })
  t.equal((await run('count', ofOrder)).Count, 23)
  await run('batchWrite', { Put: [3, 7].map(itemOf) })
})

t.test(
  'a batch lists the collections of its table, a transaction maps them by table',
  async (t) => {
    const ReturnItemCollectionMetrics = 'SIZE'
    const batch = await run('batchWrite', { Put: [itemOf(0)], ReturnItemCollectionMetrics })
    const transaction = await run('transactWrite', {
      TransactItems: [{ Put: { Item: itemOf(1) } }],
      ReturnItemCollectionMetrics
    })
    if (kind === 'dynamodb-local') return t.pass('DynamoDB Local tells of none')
    t.match(batch.ItemCollectionMetrics, [{ ItemCollectionKey: { order } }])
    t.match(transaction.ItemCollectionMetrics, { [lines]: [{ ItemCollectionKey: { order } }] })
  }
)

t.test('a transaction is over several tables, all of it or nothing', async (t) => {
  const id = { S: 'total' }
  const total = (n: number, condition: object = {}) => ({
    Update: {
      TableName: totals,
      Key: { id },
      UpdateExpression: 'ADD n :n',
      ExpressionAttributeValues: { ':n': { N: `${n}` } },
      ...condition
    }
  })
  const write = (...TransactItems: object[]) =>
    service.post({
      operation: 'transactWrite',
      tableName: lines,
      format: 'dynamodb',
      payload: { TransactItems, ReturnConsumedCapacity: 'TOTAL' }
    })
  const done = await write({ Put: { Item: itemOf(100) } }, total(1))
  t.equal(done.status, 200, done.body)
  const { ConsumedCapacity } = JSON.parse(done.body)
  const names = ConsumedCapacity.map(({ TableName }: { TableName: string }) => TableName)
  t.same(names.sort(), [lines, totals].sort(), 'a list, of both tables')
  t.match(service.logs.at(-1), {
    tableName: lines,
    tables: [lines, totals],
    consumedCapacity: ConsumedCapacity.reduce(
      (sum: number, { CapacityUnits }: { CapacityUnits: number }) => sum + CapacityUnits,
      0
    )
  })
  const never = { ConditionExpression: 'attribute_not_exists(id)' }
  const failed = await write({ Put: { Item: itemOf(101) } }, total(1, never))
  t.equal(failed.status, 409)
  const { Responses } = await run('transactRead', {
    TransactItems: [
      { Get: { Key: { order, line: { N: '100' } } } },
      { Get: { Key: { order, line: { N: '101' } } } },
      { Get: { TableName: totals, Key: { id } } }
    ]
  })
  t.same(Responses, [{ Item: itemOf(100) }, {}, { Item: { id, n: { N: '1' } } }])
})

t.test('tables are those of the file, described with their indexes', async (t) => {
  const { TableNames } = await run('tables', {})
  t.same(TableNames, [lines, totals])
  const { Table } = await run('describe', {})
  t.match(Table, {
    KeySchema: key('order', 'line'),
    GlobalSecondaryIndexes: [{ IndexName: 'by-sku', IndexStatus: 'ACTIVE' }],
    LocalSecondaryIndexes: [{ IndexName: 'by-sku-of-order' }]
  })
  const other = await service.post({ operation: 'describe', tableName: 'elsewhere' })
  t.equal(other.status, 403, 'no others are allowed')
})
