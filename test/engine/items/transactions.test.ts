import t from 'tap'
import { createEngine } from '../../../src/engine/engine.ts'
import { createTableInput, make, refuse } from '../tables.ts'

const TABLE = createTableInput('things', 'id:S')
const put = (id: string, others: object = {}) => ({
  Put: { TableName: 'things', Item: { id: { S: id } }, ...others }
})
const MISSING = { ConditionExpression: 'attribute_not_exists(id)' }

async function open(options: Parameters<typeof createEngine>[0] = {}) {
  const engine = await createEngine(options)
  const { TableNames } = await make<{ TableNames: string[] }>(engine, 'ListTables', {})
  if (TableNames.length === 0) await make(engine, 'CreateTable', TABLE)
  return engine
}

const ids = async (engine: Awaited<ReturnType<typeof open>>) => {
  const { Items } = await make<{ Items: { id: { S: string } }[] }>(engine, 'Scan', {
    TableName: 'things'
  })
  return Items.map(({ id }) => id.S).sort()
}

t.test('all is written or nothing, and each action has its reason', async (t) => {
  const engine = await open()
  await make(engine, 'TransactWriteItems', { TransactItems: [put('a'), put('b')] })
  const error = await refuse(engine, 'TransactWriteItems', {
    TransactItems: [
      put('c'),
      put('a', { ...MISSING, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
      {
        Update: {
          TableName: 'things',
          Key: { id: { S: 'b' } },
          UpdateExpression: 'SET n = n + :one',
          ExpressionAttributeValues: { ':one': { N: '1' } }
        }
      }
    ]
  })
  t.same(error, {
    type: 'TransactionCanceledException',
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ValidationError]',
    CancellationReasons: [
      { Code: 'None' },
      {
        Item: { id: { S: 'a' } },
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed'
      },
      {
        Code: 'ValidationError',
        Message: 'The provided expression refers to an attribute that does not exist in the item'
      }
    ]
  })
  t.same(await ids(engine), ['a', 'b'])
})

t.test('an item may be named once', async (t) => {
  const engine = await open()
  const message = 'Transaction request cannot include multiple operations on one item'
  t.match(await refuse(engine, 'TransactWriteItems', { TransactItems: [put('a'), put('a')] }), {
    message
  })
  const get = { Get: { TableName: 'things', Key: { id: { S: 'a' } } } }
  t.match(await refuse(engine, 'TransactGetItems', { TransactItems: [get, get] }), { message })
})

t.test('a token makes a transaction once, for ten minutes, and over a restart', async (t) => {
  const path = t.testdir()
  let time = 1_800_000_000_000
  const now = () => time
  const request = { TransactItems: [put('a', MISSING)], ClientRequestToken: 'token' }
  let engine = await open({ path, now })
  await make(engine, 'TransactWriteItems', request)
  await make(engine, 'TransactWriteItems', request)
  await engine.close()
  engine = await open({ path, now })
  time += 599_000
  await make(engine, 'TransactWriteItems', request)
  t.match(await refuse(engine, 'TransactWriteItems', { ...request, TransactItems: [put('b')] }), {
    type: 'IdempotentParameterMismatchException'
  })
  time += 2_000
  t.match(await refuse(engine, 'TransactWriteItems', request), {
    type: 'TransactionCanceledException'
  })
  await engine.close()
})

t.test('a refused transaction leaves its token free', async (t) => {
  const engine = await open()
  await make(engine, 'TransactWriteItems', { TransactItems: [put('a')] })
  const request = { TransactItems: [put('a', MISSING)], ClientRequestToken: 'token' }
  await refuse(engine, 'TransactWriteItems', request)
  await make(engine, 'DeleteItem', { TableName: 'things', Key: { id: { S: 'a' } } })
  await make(engine, 'TransactWriteItems', request)
  t.same(await ids(engine), ['a'])
})

t.test('the items of a transaction have 4 MB together', async (t) => {
  const engine = await open()
  const large = (id: string) => ({
    Put: { TableName: 'things', Item: { id: { S: id }, text: { S: 'x'.repeat(350_000) } } }
  })
  const items = Array.from({ length: 12 }, (_, i) => large(`${i}`))
  t.match(await refuse(engine, 'TransactWriteItems', { TransactItems: items }), {
    type: 'ValidationException'
  })
  await make(engine, 'TransactWriteItems', { TransactItems: items.slice(1) })
})

t.test('a transaction consumes twice what its parts do', async (t) => {
  const engine = await open()
  const written = await make(engine, 'TransactWriteItems', {
    TransactItems: [put('a')],
    ReturnConsumedCapacity: 'TOTAL'
  })
  t.same(written, { ConsumedCapacity: [{ TableName: 'things', CapacityUnits: 2 }] })
  const read = await make(engine, 'TransactGetItems', {
    TransactItems: [{ Get: { TableName: 'things', Key: { id: { S: 'a' } } } }],
    ReturnConsumedCapacity: 'TOTAL'
  })
  t.same(read, {
    Responses: [{ Item: { id: { S: 'a' } } }],
    ConsumedCapacity: [{ TableName: 'things', CapacityUnits: 2 }]
  })
})
