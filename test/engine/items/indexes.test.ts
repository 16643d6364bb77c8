import t from 'tap'
import { createEngine } from '../../../src/engine/engine.ts'
import { createTableInput, make, refuse } from '../tables.ts'

const TABLE = createTableInput('things', 'p:S,s:N', {
  global: [
    { name: 'byColour', key: 'colour:S', projection: { ProjectionType: 'KEYS_ONLY' } },
    { name: 'byPrice', key: 'colour:S,price:N' }
  ],
  local: [
    {
      name: 'byName',
      key: 'p:S,name:S',
      projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['price'] }
    }
  ]
})

interface Page {
  Items: Record<string, unknown>[]
  Count: number
  ConsumedCapacity: { CapacityUnits: number }
}

async function open() {
  const engine = await createEngine()
  await make(engine, 'CreateTable', TABLE)
  const put = (item: object) =>
    make(engine, 'PutItem', {
      TableName: 'things',
      Item: item,
      ReturnConsumedCapacity: 'INDEXES'
    })
  const query = (index: string, condition: string, values: object, others: object = {}) =>
    make<Page>(engine, 'Query', {
      TableName: 'things',
      IndexName: index,
      KeyConditionExpression: condition,
      ExpressionAttributeNames: condition.includes('#n') ? { '#n': 'name' } : undefined,
      ExpressionAttributeValues: values,
      ...others
    })
  return { engine, put, query }
}

const thing = (s: number, others: object = {}) => ({ p: { S: 'a' }, s: { N: `${s}` }, ...others })

t.test('an entry has what its projection says, and an item without the key has none', async (t) => {
  const { put, query } = await open()
  const whole = { colour: { S: 'red' }, price: { N: '5' }, name: { S: 'n' }, more: { S: 'x' } }
  await put(thing(1, whole))
  await put(thing(2, { colour: { S: 'red' } }))
  const red = { ':c': { S: 'red' } }
  const keys = thing(1, { colour: { S: 'red' } })
  t.same((await query('byColour', 'colour = :c', red)).Items, [
    keys,
    thing(2, { colour: { S: 'red' } })
  ])
  t.same((await query('byPrice', 'colour = :c', red)).Items, [thing(1, whole)])
  const named = await query('byName', 'p = :p AND begins_with(#n, :n)', {
    ':p': { S: 'a' },
    ':n': { S: 'n' }
  })
  t.same(named.Items, [thing(1, { name: { S: 'n' }, price: { N: '5' } })])
})

t.test('entries move, change and go with their item', async (t) => {
  const { engine, put, query } = await open()
  await put(thing(1, { colour: { S: 'red' }, price: { N: '5' } }))
  await put(thing(1, { colour: { S: 'blue' }, price: { N: '7' } }))
  t.equal((await query('byPrice', 'colour = :c', { ':c': { S: 'red' } })).Count, 0)
  const update = (expression: string) =>
    make(engine, 'UpdateItem', {
      TableName: 'things',
      Key: thing(1),
      UpdateExpression: expression,
      ...(expression.includes(':x') ? { ExpressionAttributeValues: { ':x': { S: 'x' } } } : {})
    })
  await update('SET more = :x')
  t.same((await query('byPrice', 'colour = :c', { ':c': { S: 'blue' } })).Items, [
    thing(1, { colour: { S: 'blue' }, price: { N: '7' }, more: { S: 'x' } })
  ])
  await update('REMOVE price')
  t.equal((await query('byPrice', 'colour = :c', { ':c': { S: 'blue' } })).Count, 0)
  t.equal((await query('byColour', 'colour = :c', { ':c': { S: 'blue' } })).Count, 1)
  await make(engine, 'DeleteItem', { TableName: 'things', Key: thing(1) })
  t.equal((await query('byColour', 'colour = :c', { ':c': { S: 'blue' } })).Count, 0)
})

t.test('numbers, strings and binaries are in their order, also backwards', async (t) => {
  const { put, query } = await open()
  const prices = ['-1.5', '-1', '0', '2', '10', '1000000000000000000000000000000']
  for (const [s, price] of [...prices.entries()].reverse()) {
    await put(thing(s, { colour: { S: 'c' }, price: { N: price } }))
  }
  const numbers = async (condition: string, values: object, others = {}) =>
    (
      await query('byPrice', `colour = :c${condition}`, { ':c': { S: 'c' }, ...values }, others)
    ).Items.map(({ price }) => (price as { N: string }).N)
  t.same(await numbers('', {}), prices)
  t.same(await numbers('', {}, { ScanIndexForward: false }), [...prices].reverse())
  t.same(await numbers(' AND price BETWEEN :a AND :b', { ':a': { N: '-1' }, ':b': { N: '2' } }), [
    '-1',
    '0',
    '2'
  ])
  t.same(await numbers(' AND price > :a', { ':a': { N: '2' } }), prices.slice(4))
  t.same(await numbers(' AND price < :a', { ':a': { N: '-1' } }), ['-1.5'])
})

t.test('pages of an index go on where the one before ended', async (t) => {
  const { put, query } = await open()
  for (let s = 0; s < 7; s++) await put(thing(s, { colour: { S: 'c' }, price: { N: '1' } }))
  for (const ScanIndexForward of [true, false]) {
    const found: unknown[] = []
    let ExclusiveStartKey: object | undefined
    do {
      const page: Page & { LastEvaluatedKey?: object } = await query(
        'byPrice',
        'colour = :c',
        { ':c': { S: 'c' } },
        { Limit: 2, ScanIndexForward, ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}) }
      )
      found.push(...page.Items.map(({ s }) => (s as { N: string }).N))
      ExclusiveStartKey = page.LastEvaluatedKey
    } while (ExclusiveStartKey)
    t.equal(new Set(found).size, 7)
    t.equal(found.length, 7)
  }
})

t.test('a local index fetches what it has not, a global one refuses', async (t) => {
  const { engine, put, query } = await open()
  const whole = thing(1, { name: { S: 'n' }, more: { S: 'x'.repeat(5000) }, colour: { S: 'red' } })
  await put(whole)
  const mine = { ':p': { S: 'a' } }
  const all = await query('byName', 'p = :p', mine, {
    Select: 'ALL_ATTRIBUTES',
    ReturnConsumedCapacity: 'TOTAL'
  })
  t.same(all.Items, [whole])
  t.equal(all.ConsumedCapacity.CapacityUnits, 1.5)
  const some = await query('byName', 'p = :p', mine, { ProjectionExpression: 's, colour' })
  t.same(some.Items, [{ s: { N: '1' }, colour: { S: 'red' } }])
  const ask = (others: object) =>
    refuse(engine, 'Query', {
      TableName: 'things',
      IndexName: 'byColour',
      KeyConditionExpression: 'colour = :c',
      ExpressionAttributeValues: { ':c': { S: 'red' } },
      ...others
    })
  t.match(await ask({ ProjectionExpression: 'more' }), {
    message: /Global secondary index byColour does not project \[more\]$/
  })
  t.match(await ask({ Select: 'ALL_ATTRIBUTES' }), { message: /its projection type is not ALL$/ })
  t.match(await ask({ ConsistentRead: true }), {
    message: 'Consistent reads are not supported on global secondary indexes'
  })
  t.match(await ask({ FilterExpression: 'attribute_exists(more)' }), {
    message: /does not project one or more filter attributes: \[more\]$/
  })
})

t.test('writes consume of the indexes that they change', async (t) => {
  const { put } = await open()
  const unitsOf = async (item: object) => {
    const { ConsumedCapacity } = await put(item)
    const { CapacityUnits, Table, GlobalSecondaryIndexes = {} } = ConsumedCapacity as never
    const indexes = Object.entries(GlobalSecondaryIndexes as object).map(
      ([name, units]) => `${name} ${units.CapacityUnits}`
    )
    return [CapacityUnits, (Table as { CapacityUnits: number }).CapacityUnits, ...indexes]
  }
  t.same(await unitsOf(thing(1)), [1, 1])
  t.same(await unitsOf(thing(1, { colour: { S: 'r' } })), [2, 1, 'byColour 1'])
  t.same(await unitsOf(thing(1, { colour: { S: 'r' }, more: { N: '1' } })), [1, 1])
  t.same(await unitsOf(thing(1, { colour: { S: 'b' } })), [3, 1, 'byColour 2'])
  t.same(await unitsOf(thing(1)), [2, 1, 'byColour 1'])
})

t.test('a key of an index of another type is refused, in a put and in an update', async (t) => {
  const { engine } = await open()
  const message = (index: string) =>
    `One or more parameter values were invalid: Type mismatch for Index Key colour Expected: S Actual: N IndexName: ${index}`
  t.same(
    await refuse(engine, 'PutItem', {
      TableName: 'things',
      Item: thing(1, { colour: { N: '1' } })
    }),
    { type: 'ValidationException', message: message('byColour') }
  )
  const update = (expression: string, x: object) =>
    refuse(engine, 'UpdateItem', {
      TableName: 'things',
      Key: thing(1),
      UpdateExpression: expression,
      ExpressionAttributeValues: { ':x': x }
    })
  t.match(await update('SET colour = :x', { N: '1' }), { message: message('byColour') })
  t.match(await update('SET colour = if_not_exists(elsewhere, :x)', { N: '1' }), {
    message: 'The update expression attempted to update the secondary index key to unsupported type'
  })
  t.match(await update('SET colour = :x', { S: '' }), { message: /cannot contain an empty string/ })
})
