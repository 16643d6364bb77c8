import t from 'tap'
import { createEngine } from '../../../src/engine/engine.ts'
import { createTableInput, make, refuse } from '../tables.ts'

interface Description {
  TableStatus: string
  ItemCount: number
  TableSizeBytes: number
  GlobalSecondaryIndexes?: { IndexName: string; IndexStatus: string; ItemCount: number }[]
}

type Engine = Awaited<ReturnType<typeof createEngine>>

const describe = async (engine: Engine, TableName = 'things') =>
  (await make<{ Table: Description }>(engine, 'DescribeTable', { TableName })).Table

async function fill(engine: Engine, count: number) {
  for (let i = 0; i < count; i += 25) {
    const things = Array.from({ length: 25 }, (_, j) => ({
      PutRequest: { Item: { id: { S: `${i + j}` }, colour: { S: j % 5 ? 'red' : 'blue' } } }
    }))
    await make(engine, 'BatchWriteItem', { RequestItems: { things } })
  }
}

/** Waits until an index has all its items. */
async function untilActive(engine: Engine): Promise<Description> {
  for (;;) {
    const table = await describe(engine)
    if (table.GlobalSecondaryIndexes?.every(({ IndexStatus }) => IndexStatus === 'ACTIVE')) {
      return table
    }
    await new Promise(setImmediate)
  }
}

const CREATE_INDEX = {
  TableName: 'things',
  AttributeDefinitions: [{ AttributeName: 'colour', AttributeType: 'S' }],
  GlobalSecondaryIndexUpdates: [
    {
      Create: {
        IndexName: 'byColour',
        KeySchema: [{ AttributeName: 'colour', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' }
      }
    }
  ]
}

const countOf = async (engine: Engine, colour: string) =>
  (
    await make<{ Count: number }>(engine, 'Query', {
      TableName: 'things',
      IndexName: 'byColour',
      KeyConditionExpression: 'colour = :c',
      ExpressionAttributeValues: { ':c': { S: colour } },
      Select: 'COUNT'
    })
  ).Count

t.test('a table is active at once, and its counts follow its items', async (t) => {
  const engine = await createEngine()
  await make(engine, 'CreateTable', createTableInput('things', 'id:S'))
  t.match(await describe(engine), { TableStatus: 'ACTIVE', ItemCount: 0, TableSizeBytes: 0 })
  await fill(engine, 25)
  const before = await describe(engine)
  t.equal(before.ItemCount, 25)
  await make(engine, 'DeleteItem', { TableName: 'things', Key: { id: { S: '0' } } })
  const after = await describe(engine)
  t.equal(after.ItemCount, 24)
  // id, its one digit, colour, blue
  t.equal(before.TableSizeBytes - after.TableSizeBytes, 2 + 1 + 6 + 4)
})

t.test('tables, items, counts and tags are there after a restart', async (t) => {
  const path = t.testdir()
  const first = await createEngine({ path })
  await make(first, 'CreateTable', createTableInput('things', 'id:S'))
  await fill(first, 50)
  const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/things'
  await make(first, 'TagResource', { ResourceArn, Tags: [{ Key: 'k', Value: 'v' }] })
  const before = await describe(first)
  await first.close()
  const second = await createEngine({ path })
  t.same(await describe(second), before)
  t.same(await make(second, 'ListTagsOfResource', { ResourceArn }), {
    Tags: [{ Key: 'k', Value: 'v' }]
  })
  await second.close()
})

t.test('a deleted table is gone, and one of its name begins empty', async (t) => {
  const engine = await createEngine()
  const input = createTableInput('things', 'id:S')
  await make(engine, 'CreateTable', input)
  await fill(engine, 50)
  await make(engine, 'DeleteTable', { TableName: 'things' })
  t.match(await refuse(engine, 'DescribeTable', { TableName: 'things' }), {
    type: 'ResourceNotFoundException'
  })
  await make(engine, 'CreateTable', input)
  t.equal((await describe(engine)).ItemCount, 0)
  t.match(await make(engine, 'Scan', { TableName: 'things' }), { Count: 0 })
  t.match(await refuse(engine, 'CreateTable', input), { type: 'ResourceInUseException' })
})

t.test('a new index has all items, those too that are written meanwhile', async (t) => {
  const engine = await createEngine()
  await make(engine, 'CreateTable', createTableInput('things', 'id:S'))
  await fill(engine, 2_000)
  const { TableDescription } = await make<{ TableDescription: Description }>(
    engine,
    'UpdateTable',
    CREATE_INDEX
  )
  t.match(TableDescription.GlobalSecondaryIndexes, [{ IndexStatus: 'CREATING' }])
  t.match(await refuse(engine, 'Scan', { TableName: 'things', IndexName: 'byColour' }), {
    message: 'Cannot read from backfilling global secondary index: byColour'
  })
  for (let i = 0; i < 100; i++) {
    const Key = { id: { S: `${i}` } }
    if (i % 2) await make(engine, 'DeleteItem', { TableName: 'things', Key })
    else
      await make(engine, 'PutItem', {
        TableName: 'things',
        Item: { ...Key, colour: { S: 'green' } }
      })
  }
  const table = await untilActive(engine)
  t.equal(await countOf(engine, 'green'), 50)
  const total = (await countOf(engine, 'red')) + (await countOf(engine, 'blue')) + 50
  t.equal(total, 1_950)
  t.equal(table.GlobalSecondaryIndexes?.[0]?.ItemCount, 1_950)
})

t.test('an index that was not filled yet is filled after a restart', async (t) => {
  const path = t.testdir()
  const first = await createEngine({ path })
  await make(first, 'CreateTable', createTableInput('things', 'id:S'))
  await fill(first, 2_000)
  await make(first, 'UpdateTable', CREATE_INDEX)
  await first.close()
  const second = await createEngine({ path })
  const table = await untilActive(second)
  t.equal(table.GlobalSecondaryIndexes?.[0]?.ItemCount, 2_000)
  t.equal((await countOf(second, 'red')) + (await countOf(second, 'blue')), 2_000)
  await second.close()
})

t.test('an index that is removed is gone, and can be made anew', async (t) => {
  const engine = await createEngine()
  await make(engine, 'CreateTable', createTableInput('things', 'id:S'))
  await fill(engine, 50)
  await make(engine, 'UpdateTable', CREATE_INDEX)
  await untilActive(engine)
  const remove = {
    TableName: 'things',
    GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'byColour' } }]
  }
  await make(engine, 'UpdateTable', remove)
  t.equal((await describe(engine)).GlobalSecondaryIndexes, undefined)
  t.match(await refuse(engine, 'UpdateTable', remove), { type: 'ResourceNotFoundException' })
  await make(engine, 'UpdateTable', CREATE_INDEX)
  await untilActive(engine)
  t.equal(await countOf(engine, 'red'), 40)
})

t.test('the billing mode and the throughput change', async (t) => {
  const engine = await createEngine()
  await make(engine, 'CreateTable', createTableInput('things', 'id:S'))
  const throughput = { ReadCapacityUnits: 5, WriteCapacityUnits: 6 }
  const provisioned = {
    TableName: 'things',
    BillingMode: 'PROVISIONED',
    ProvisionedThroughput: throughput
  }
  t.match(await make(engine, 'UpdateTable', provisioned), {
    TableDescription: { ProvisionedThroughput: throughput }
  })
  t.match(await refuse(engine, 'UpdateTable', provisioned), {
    message: /^The provisioned throughput for the table will not change\./
  })
  t.match(
    await make(engine, 'UpdateTable', { TableName: 'things', BillingMode: 'PAY_PER_REQUEST' }),
    {
      TableDescription: {
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }
      }
    }
  )
})

t.test('a protected table cannot be deleted', async (t) => {
  const engine = await createEngine()
  await make(engine, 'CreateTable', {
    ...createTableInput('things', 'id:S'),
    DeletionProtectionEnabled: true
  })
  t.match(await refuse(engine, 'DeleteTable', { TableName: 'things' }), {
    message: /currently protected against deletion/
  })
  await make(engine, 'UpdateTable', { TableName: 'things', DeletionProtectionEnabled: false })
  await make(engine, 'DeleteTable', { TableName: 'things' })
})

t.test('names are listed in pages', async (t) => {
  const engine = await createEngine()
  for (const name of ['ccc', 'aaa', 'bbb']) {
    await make(engine, 'CreateTable', createTableInput(name, 'id:S'))
  }
  const list = (input: object) => make(engine, 'ListTables', input)
  t.same(await list({}), { TableNames: ['aaa', 'bbb', 'ccc'] })
  t.same(await list({ Limit: 2 }), { TableNames: ['aaa', 'bbb'], LastEvaluatedTableName: 'bbb' })
  t.same(await list({ ExclusiveStartTableName: 'bbb' }), { TableNames: ['ccc'] })
})

t.test('a table is found by its ARN', async (t) => {
  const engine = await createEngine()
  await make(engine, 'CreateTable', createTableInput('things', 'id:S'))
  const TableName = 'arn:aws:dynamodb:us-east-1:000000000000:table/things'
  await make(engine, 'PutItem', { TableName, Item: { id: { S: 'a' } } })
  t.match(await make(engine, 'Scan', { TableName }), { Count: 1 })
})

t.test('a table and an index may have any name that AWS allows', async (t) => {
  const engine = await createEngine()
  const TableName = '__proto__'
  const local = [{ name: 'constructor', key: 'id:S,n:N' }]
  await make(engine, 'CreateTable', createTableInput(TableName, 'id:S,s:S', { local }))
  const item = { id: { S: 'a' }, s: { S: 'b' }, n: { N: '1' } }
  const written = await engine.call(
    'BatchWriteItem',
    `{"RequestItems":{"__proto__":[{"PutRequest":{"Item":${JSON.stringify(item)}}}]},"ReturnItemCollectionMetrics":"SIZE","ReturnConsumedCapacity":"INDEXES"}`
  )
  t.match(written.body, /"ItemCollectionMetrics":\{"__proto__":\[/)
  t.match(written.body, /"LocalSecondaryIndexes":\{"constructor":\{"CapacityUnits":1\}\}/)
  const read = await engine.call(
    'BatchGetItem',
    '{"RequestItems":{"__proto__":{"Keys":[{"id":{"S":"a"},"s":{"S":"b"}}]}}}'
  )
  t.equal(read.body, `{"Responses":{"__proto__":[${JSON.stringify(item)}]},"UnprocessedKeys":{}}`)
})

t.test('what there is not is told', async (t) => {
  const engine = await createEngine()
  t.match(await refuse(engine, 'ExecuteStatement', { Statement: '' }), {
    type: 'UnknownOperationException',
    message: /ExecuteStatement/
  })
})
