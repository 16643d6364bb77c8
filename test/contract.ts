import { randomUUID } from 'node:crypto'
import type { Test } from 'tap'
import type { OperationTable } from '../src/operations/operation.ts'
import { operations } from '../src/operations/table.ts'
import type { EngineKind } from './fixtures/engine.ts'
import type { Answer, Request } from './fixtures/request.ts'

/** A way into the service. The table is there, with the key `id` (string). */
export interface Door {
  send(request: Request): Promise<Answer>
  tableName: string
  engine: EngineKind
}

type Json = Record<string, unknown>

/** The contract, held against one door: every door gives the same answers. */
export function contract(t: Test, door: Door): void {
  const caller = new Caller(door)
  t.test('ping and echo', (t) => pingAndEcho(t, caller))
  t.test('the lab’s walk', (t) => labWalk(t, caller))
  t.test('parameters', (t) => parameters(t, caller))
  t.test('answers', (t) => answers(t, caller))
  t.test('exact numbers', (t) => exactNumbers(t, caller))
  t.test('text and nesting', (t) => textAndNesting(t, caller))
  t.test('large answers', (t) => largeAnswers(t, caller))
  t.test('refused envelopes', (t) => refusedEnvelopes(t, caller))
  t.test('refused payloads', (t) => refusedPayloads(t, caller))
  t.test('refused names of any length', (t) => refusedNames(t, caller))
  t.test('refused bodies', (t) => refusedBodies(t, caller))
  t.test('errors of DynamoDB', (t) => dynamodbErrors(t, caller))
  t.test('idempotency keys', (t) => idempotencyKeys(t, caller))
  t.test('paths', (t) => paths(t, caller))
}

class Caller {
  readonly door: Door
  readonly tableName: string

  constructor(door: Door) {
    this.door = door
    this.tableName = door.tableName
  }

  /** Posts a text as it is. */
  text(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
    return this.door.send({ body, headers })
  }

  async json(envelope: unknown): Promise<{ status: number; json: Json; body: string }> {
    const { status, body } = await this.text(JSON.stringify(envelope))
    return { status, json: JSON.parse(body), body }
  }

  run(operation: string, payload?: unknown) {
    return this.json({ operation, tableName: this.tableName, payload })
  }

  /** Runs an operation whose payload is written as JSON text: numbers come as they are spelled. */
  async raw(operation: string, payload: string): Promise<{ status: number; body: string }> {
    return this.text(
      `{"operation":"${operation}","tableName":"${this.tableName}","payload":${payload}}`
    )
  }

  async create(item: Json): Promise<void> {
    const { status, body } = await this.run('create', { Item: item })
    if (status !== 200) throw new Error(body)
  }

  async read(id: string): Promise<unknown> {
    const { json } = await this.run('read', { Key: { id }, ConsistentRead: true })
    return json.Item
  }
}

function newId(): string {
  return `contract-${randomUUID()}`
}

/** Checks a refusal of ours: 400, and a message that begins with the place. */
function refused(t: Test, { status, json }: { status: number; json: Json }, place: string): void {
  t.equal(status, 400, `${place} is refused with 400`)
  t.equal(json.errorType, 'ValidationException')
  t.ok(String(json.errorMessage).startsWith(`${place}:`), `${json.errorMessage} names ${place}`)
  t.match(json.errorMessage, /expected .+, got .+/)
  t.type(json.requestId, 'string')
}

async function pingAndEcho(t: Test, { door }: Caller): Promise<void> {
  const send = (body: string) => door.send({ body })
  const pong = await send('{"operation":"ping"}')
  t.equal(pong.body, '"pong"', 'ping answers the JSON string "pong"')
  t.equal(pong.status, 200)
  t.match(pong.headers['content-type'], /^application\/json/)
  t.ok(pong.headers['x-amzn-requestid'], 'every answer has a request id')

  for (const payload of [
    '{"somekey1":"somevalue1","somekey2":"somevalue2"}',
    'null',
    '"text"',
    '""',
    '0',
    'false',
    '[]',
    '[1,[2,{"a":null}]]',
    '{"__proto__":{"a":1},"constructor":2}',
    '"\\ud800"',
    '9007199254740993',
    '[1e400,-0.12345678901234567890123456789012345678901234567890]',
    '[4e-324,-1.23456e-320,1e-307]',
    `${'['.repeat(500)}12345678901234567890${']'.repeat(500)}`
  ]) {
    const answer = await send(`{"operation":"echo","payload":${payload}}`)
    t.equal(answer.status, 200)
    t.equal(answer.body, payload, 'echo answers the payload as it came')
  }
  t.equal((await send('{"operation":"echo"}')).body, 'null', 'a missing payload is null')
  t.equal((await send('{"operation":"echo","tableName":7}')).status, 200, 'echo uses no table')
}

async function labWalk(t: Test, caller: Caller): Promise<void> {
  const Item = { id: '1234ABCD', number: 5 }
  const Key = { id: '1234ABCD' }
  const echo = await caller.json({
    operation: 'echo',
    payload: { somekey1: 'somevalue1', somekey2: 'somevalue2' }
  })
  t.same(echo.json, { somekey1: 'somevalue1', somekey2: 'somevalue2' })

  const literal = await caller.door.send({
    path: '/prod/DynamoDBManager',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: JSON.stringify({ operation: 'create', tableName: caller.tableName, payload: { Item } })
  })
  t.equal(literal.status, 200, 'the lab’s literal curl is served')
  t.same(Object.keys(JSON.parse(literal.body)), ['ResponseMetadata'])

  const list = await caller.run('list')
  const items = list.json.Items as Json[]
  t.same(
    items.filter(({ id }) => id === Key.id),
    [Item]
  )
  t.equal(list.json.Count, items.length)
  t.same((await caller.run('read', { Key })).json.Item, Item)

  const update = await caller.run('update', operations.update.example)
  t.same(update.json.Attributes, { id: '1234ABCD', number: 6 })
  const gone = await caller.run('delete', operations.delete.example)
  t.same(gone.json.Attributes, { id: '1234ABCD', number: 6 })
  t.notOk('Item' in (await caller.run('read', { Key })).json, 'a missing item: no Item member')
}

async function parameters(t: Test, caller: Caller): Promise<void> {
  const id = newId()
  for (const [name, { payload, example, action }] of Object.entries(operations as OperationTable)) {
    if (!action || !payload) continue
    t.equal((await caller.run(name, example)).status, 200, `the example of ${name} runs`)
  }

  await t.test('create takes every parameter of PutItem', async (t) => {
    await caller.create({ id, a: 1 })
    const { status, json } = await caller.run('create', {
      Item: { id, a: 2 },
      ConditionExpression: '#a = :one',
      ExpressionAttributeNames: { '#a': 'a' },
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'ALL_OLD',
      ReturnConsumedCapacity: 'TOTAL',
      ReturnItemCollectionMetrics: 'SIZE',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    })
    t.equal(status, 200)
    t.same(json.Attributes, { id, a: 1 })
    t.equal((json.ConsumedCapacity as Json).TableName, caller.tableName)
    const legacy = await caller.run('create', {
      Item: { id, a: 3 },
      Expected: {
        a: { ComparisonOperator: 'IN', AttributeValueList: [2, 9] },
        b: { Exists: false }
      },
      ConditionalOperator: 'AND'
    })
    t.equal(legacy.status, 200, JSON.stringify(legacy.json))
    t.same(await caller.read(id), { id, a: 3 })
  })

  await t.test('read takes every parameter of GetItem', async (t) => {
    const projected = await caller.run('read', {
      Key: { id },
      ConsistentRead: true,
      ProjectionExpression: '#a',
      ExpressionAttributeNames: { '#a': 'a' },
      ReturnConsumedCapacity: 'INDEXES'
    })
    t.same(projected.json.Item, { a: 3 })
    const legacy = await caller.run('read', { Key: { id }, AttributesToGet: ['id'] })
    t.same(legacy.json.Item, { id })
  })

  await t.test('update takes every parameter of UpdateItem', async (t) => {
    const { json } = await caller.run('update', {
      Key: { id },
      UpdateExpression: 'SET #a = #a + :n REMOVE gone',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeNames: { '#a': 'a' },
      ExpressionAttributeValues: { ':n': 4 },
      ReturnValues: 'UPDATED_NEW',
      ReturnConsumedCapacity: 'NONE',
      ReturnItemCollectionMetrics: 'NONE',
      ReturnValuesOnConditionCheckFailure: 'NONE'
    })
    t.same(json.Attributes, { a: 7 })
    const legacy = await caller.run('update', {
      Key: { id },
      AttributeUpdates: { a: { Action: 'ADD', Value: 1 }, list: { Action: 'PUT', Value: [1] } },
      Expected: { a: { Value: 7 } },
      ReturnValues: 'ALL_NEW'
    })
    t.same(legacy.json.Attributes, { id, a: 8, list: [1] })
  })

  await t.test('list takes every parameter of Scan', async (t) => {
    const filtered = await caller.run('list', {
      FilterExpression: '#id = :id',
      ProjectionExpression: '#id',
      ExpressionAttributeNames: { '#id': 'id' },
      ExpressionAttributeValues: { ':id': id },
      ConsistentRead: true,
      ReturnConsumedCapacity: 'TOTAL',
      Select: 'SPECIFIC_ATTRIBUTES',
      Segment: 0,
      TotalSegments: 1
    })
    t.same(filtered.json.Items, [{ id }], JSON.stringify(filtered.json))
    const legacy = await caller.run('list', {
      ScanFilter: {
        id: { ComparisonOperator: 'EQ', AttributeValueList: [id] },
        gone: { ComparisonOperator: 'NULL' }
      },
      ConditionalOperator: 'AND',
      AttributesToGet: ['id']
    })
    t.same(legacy.json.Items, [{ id }])
    const count = await caller.run('list', { Select: 'COUNT' })
    t.equal(count.status, 200)
    t.notOk('Items' in count.json, 'a count has no Items')
  })

  await t.test('list goes on where the page before ended', async (t) => {
    for (const part of ['a', 'b', 'c']) await caller.create({ id: `${id}-${part}` })
    const seen = new Set<unknown>()
    let ExclusiveStartKey: unknown
    do {
      const { json } = await caller.run('list', {
        Limit: 1,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {})
      })
      for (const item of json.Items as Json[]) seen.add(item.id)
      ExclusiveStartKey = json.LastEvaluatedKey
    } while (ExclusiveStartKey)
    for (const part of ['a', 'b', 'c']) t.ok(seen.has(`${id}-${part}`))
  })

  await t.test('delete takes every parameter of DeleteItem', async (t) => {
    const { json } = await caller.run('delete', {
      Key: { id },
      ConditionExpression: '#a = :a',
      ExpressionAttributeNames: { '#a': 'a' },
      ExpressionAttributeValues: { ':a': 8 },
      ReturnValues: 'ALL_OLD',
      ReturnConsumedCapacity: 'TOTAL',
      ReturnItemCollectionMetrics: 'SIZE',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    })
    t.same(json.Attributes, { id, a: 8, list: [1] })
    await caller.create({ id })
    const legacy = await caller.run('delete', {
      Key: { id },
      Expected: { a: { Exists: false }, id: { Value: id } },
      ConditionalOperator: 'OR'
    })
    t.equal(legacy.status, 200)
  })
}

async function answers(t: Test, caller: Caller): Promise<void> {
  const id = newId()
  const { json } = await caller.run('create', {
    Item: { id },
    ReturnValues: 'ALL_OLD',
    ReturnConsumedCapacity: 'TOTAL'
  })
  t.same(Object.keys(json), ['ConsumedCapacity', 'ResponseMetadata'], 'AWS’s members in order')
  const metadata = json.ResponseMetadata as Json
  t.same(Object.keys(metadata), ['RequestId', 'HTTPStatusCode', 'HTTPHeaders', 'RetryAttempts'])
  t.equal(metadata.HTTPStatusCode, 200)
  t.equal(metadata.RetryAttempts, 0)
  const headers = metadata.HTTPHeaders as Record<string, string>
  t.equal(headers['x-amzn-requestid'], metadata.RequestId)
  for (const [name, value] of Object.entries(headers)) {
    t.equal(name, name.toLowerCase())
    t.type(value, 'string')
  }
  const list = await caller.run('list', { Limit: 1, ReturnConsumedCapacity: 'TOTAL' })
  t.same(
    Object.keys(list.json).filter((name) => name !== 'LastEvaluatedKey'),
    ['Items', 'Count', 'ScannedCount', 'ConsumedCapacity', 'ResponseMetadata']
  )
  const none = await caller.run('list', {
    FilterExpression: 'id = :none',
    ExpressionAttributeValues: { ':none': newId() }
  })
  t.same(none.json.Items, [], 'a page without items is an empty array')
}

async function exactNumbers(t: Test, caller: Caller): Promise<void> {
  const same = [
    '9007199254740993',
    '-9007199254740993',
    '0.12345678901234567890123456789012345678',
    '12345678901234567890123456789012345678',
    '123456789.123456789123456789',
    '5',
    '-0.5',
    '1700000000000000'
  ]
  for (const number of same) {
    const id = newId()
    const created = await caller.raw('create', `{"Item":{"id":"${id}","n":${number}}}`)
    t.equal(created.status, 200, created.body)
    const { body } = await caller.raw('read', `{"Key":{"id":"${id}"}}`)
    const [, found] = /"n":([^,}]+)/.exec(body) ?? []
    t.equal(found, number, `${number} comes back as it went in`)
  }
  // Equal in value, spelled by the engine.
  for (const number of [
    '1e-130',
    '-1e-130',
    '9.9999999999999999999999999999999999999e125',
    '1.50'
  ]) {
    const id = newId()
    await caller.raw('create', `{"Item":{"id":"${id}","n":${number}}}`)
    const found = await caller.raw(
      'list',
      `{"FilterExpression":"n = :n AND id = :id","ExpressionAttributeValues":{":n":${number},":id":"${id}"}}`
    )
    t.match(found.body, '"Count":1', `${number} is stored and found by its value`)
    t.ok(JSON.parse(found.body).Items[0].n !== undefined)
  }
  const nested = newId()
  const deep = '{"l":[{"m":{"n":9007199254740993}},[0.30000000000000000000000000001]]}'
  await caller.raw('create', `{"Item":{"id":"${nested}","deep":${deep}}}`)
  const { body } = await caller.raw('read', `{"Key":{"id":"${nested}"}}`)
  t.ok(body.includes(deep), 'exact at any depth')
  const added = await caller.raw(
    'update',
    `{"Key":{"id":"${nested}"},"UpdateExpression":"SET x = :x","ExpressionAttributeValues":{":x":9007199254740995},"ReturnValues":"UPDATED_NEW"}`
  )
  t.ok(added.body.startsWith('{"Attributes":{"x":9007199254740995}'), added.body)

  const refusedNumbers = [
    '123456789012345678901234567890123456789',
    '1e126',
    '-1e126',
    '1e-131',
    '1e400',
    '0.000000000000000000000000000000000000000000000000000000000001e-80'
  ]
  for (const number of refusedNumbers) {
    const id = newId()
    const answer = await caller.raw('create', `{"Item":{"id":"${id}","a":[{"n":${number}}]}}`)
    refused(t, { status: answer.status, json: JSON.parse(answer.body) }, '/payload/Item/a/0/n')
    t.equal(await caller.read(id), undefined, 'nothing is written')
  }
  const zeros = newId()
  const padded = `1.${'0'.repeat(60)}`
  const { status } = await caller.raw('create', `{"Item":{"id":"${zeros}","n":${padded}}}`)
  t.equal(status, 200, 'zeros at the end are no digits')
  t.same(await caller.read(zeros), { id: zeros, n: 1 })
}

async function textAndNesting(t: Test, caller: Caller): Promise<void> {
  const id = newId()
  const names = {
    'a\nb': 1,
    'a/b~c': 'x',
    ümlaut: '💚',
    constructor: 1,
    toString: 'x'
  }
  await caller.create({ id, ...names, empty: '', none: null, yes: true, list: [], map: {} })
  t.same(await caller.read(id), {
    id,
    ...names,
    empty: '',
    none: null,
    yes: true,
    list: [],
    map: {}
  })

  const lists = (count: number, inside: unknown): unknown =>
    count === 0 ? inside : [lists(count - 1, inside)]
  const deepest = newId()
  const fits = await caller.run('create', { Item: { id: deepest, a: lists(31, 'x') } })
  t.equal(fits.status, 200, '31 lists around a value are stored')
  t.same(await caller.read(deepest), { id: deepest, a: lists(31, 'x') })
  for (const [count, inside] of [
    [32, 'x'],
    [32, []],
    [500, 1]
  ] as const) {
    const refusedId = newId()
    const answer = await caller.run('create', { Item: { id: refusedId, a: lists(count, inside) } })
    refused(t, answer, `/payload/Item/a${'/0'.repeat(32)}`)
    t.equal(await caller.read(refusedId), undefined)
  }

  const surrogate = await caller.raw('create', `{"Item":{"id":"${id}","a":{"b":["\\ud800"]}}}`)
  refused(t, { status: surrogate.status, json: JSON.parse(surrogate.body) }, '/payload/Item/a/b/0')
  const inName = await caller.raw('read', `{"Key":{"id":"${id}"},"ProjectionExpression":"\\udfff"}`)
  refused(
    t,
    { status: inName.status, json: JSON.parse(inName.body) },
    '/payload/ProjectionExpression'
  )

  const bom = await caller.text(Buffer.from('\uFEFF{"operation":"ping"}'))
  t.equal(bom.body, '"pong"', 'a leading byte order mark is ignored')

  const twice = await caller.raw('echo', '{"a":1,"a":2,"n":12345678901234567890}')
  t.equal(twice.body, '{"a":2,"n":12345678901234567890}', 'of duplicate members the last wins')
}

// A large answer goes another way through the service than a small one.
async function largeAnswers(t: Test, caller: Caller): Promise<void> {
  const id = newId()
  const numbers = '[9007199254740993,-0.5,0,10.25,0.12345678901234567890123456789012345]'
  const rest =
    '"empty":"","none":null,"no":false,"tricky":"a \\"quoted\\" \\\\ {\\"S\\":1}","map":{"S":{},"ü":[]}'
  const text = 'x'.repeat(20_000)
  const item = `{"id":"${id}","numbers":${numbers},${rest},"text":"${text}"}`
  const { body } = await caller.raw('create', `{"Item":${item}}`)
  t.equal(JSON.parse(body).ResponseMetadata.HTTPStatusCode, 200)
  const found = await caller.raw('read', `{"Key":{"id":"${id}"},"ReturnConsumedCapacity":"TOTAL"}`)
  t.equal(found.status, 200)
  t.ok(found.body.includes(`"numbers":${numbers}`), 'numbers are exact')
  const read = JSON.parse(found.body)
  t.same(read.Item, JSON.parse(item))
  t.same(Object.keys(read), ['Item', 'ConsumedCapacity', 'ResponseMetadata'])
  t.ok(read.ConsumedCapacity.CapacityUnits > 0)
  const filter = `"FilterExpression":"id = :id","ExpressionAttributeValues":{":id":"${id}"}`
  const { Items, Count } = JSON.parse((await caller.raw('list', `{${filter}}`)).body)
  t.same([Items, Count], [[JSON.parse(item)], 1])
  const gone = await caller.raw('delete', `{"Key":{"id":"${id}"},"ReturnValues":"ALL_OLD"}`)
  t.same(JSON.parse(gone.body).Attributes, JSON.parse(item))
}

async function refusedEnvelopes(t: Test, caller: Caller): Promise<void> {
  const { tableName } = caller
  for (const body of [[], 'text', 1, null, true]) {
    refused(t, await caller.json(body), 'The request body')
  }
  for (const operation of [undefined, null, 5, ['create'], { a: 1 }, true]) {
    const answer = await caller.json({ operation, tableName })
    refused(t, answer, '/operation')
    t.notMatch(answer.json.errorMessage, /5|\["create"\]/, 'the value is not repeated')
  }
  for (const operation of [
    'CREATE',
    'no such operation',
    '',
    'constructor',
    '__proto__',
    'toString',
    'create '
  ]) {
    const { status, json } = await caller.json({ operation, tableName, payload: {} })
    t.equal(status, 400)
    t.equal(json.errorMessage, `Unrecognized operation "${operation}"`)
  }
  for (const [name, { action }] of Object.entries(operations as OperationTable)) {
    if (!action) continue
    for (const wrong of [undefined, null, '', 5, ['t'], { a: 1 }]) {
      refused(
        t,
        await caller.json({ operation: name, tableName: wrong, payload: {} }),
        '/tableName'
      )
    }
    const unknown = await caller.json({
      operation: name,
      tableName: `missing-${randomUUID()}`,
      payload: operations[name as 'create'].example
    })
    t.equal(unknown.status, 404, `${name} of an unknown table is 404`)
    t.equal(unknown.json.errorType, 'ResourceNotFoundException')
  }
  const extra = await caller.json({ operation: 'ping', other: 1, payload: null })
  t.equal(extra.body, '"pong"', 'other members of the envelope are ignored')
}

const WRONG: Record<string, unknown[]> = {
  object: [null, [], 'x', 5, true],
  array: [null, {}, 'x', 5, true],
  string: [null, {}, [], 5, true],
  integer: [null, {}, [], '5', true, 1.5, 4294967296, -4294967296],
  boolean: [null, {}, [], 'true', 0]
}

async function refusedPayloads(t: Test, caller: Caller): Promise<void> {
  for (const [name, { payload: schema, example }] of Object.entries(operations as OperationTable)) {
    if (!schema) continue
    const id = newId()
    const good = JSON.parse(JSON.stringify(example).replaceAll('1234ABCD', id)) as Json
    await t.test(`${name} refuses what is no payload`, async (t) => {
      for (const wrong of [null, [], 'x', 5, true]) {
        refused(t, await caller.run(name, wrong), '/payload')
      }
      if (name !== 'list') refused(t, await caller.run(name), '/payload')
    })
    await t.test(`${name} refuses a wrong type of each parameter`, async (t) => {
      for (const [member, property] of Object.entries(schema.properties)) {
        const { type, enum: values } = property as { type: string; enum?: string[] }
        for (const wrong of WRONG[type] ?? []) {
          refused(t, await caller.run(name, { ...good, [member]: wrong }), `/payload/${member}`)
        }
        if (values) {
          const answer = await caller.run(name, { ...good, [member]: 'BOGUS' })
          refused(t, answer, `/payload/${member}`)
          t.match(answer.json.errorMessage, values[0], 'it lists what may stand there')
        }
      }
      for (const member of schema.required ?? []) {
        const { [member]: _, ...rest } = good
        const answer = await caller.run(name, rest)
        refused(t, answer, `/payload/${member}`)
        t.match(answer.json.errorMessage, 'got nothing')
      }
      t.equal(await caller.read(id), undefined, 'nothing is written')
    })
    await t.test(`${name} refuses parameters that the call does not know`, async (t) => {
      for (const member of ['TableName', 'Bogus', 'item', 'constructor', 'a/b~c']) {
        const place = `/payload/${member.replace('~', '~0').replace('/', '~1')}`
        refused(t, await caller.run(name, { ...good, [member]: 'x' }), place)
      }
      const answer = await caller.raw(name, '{"__proto__":{"Item":{}}}')
      refused(t, { status: answer.status, json: JSON.parse(answer.body) }, '/payload/__proto__')
      t.equal(await caller.read(id), undefined, 'nothing is written')
    })
  }
  await t.test('members inside legacy parameters are checked too', async (t) => {
    const Key = { id: newId() }
    for (const [name, payload, place] of [
      ['delete', { Key, Expected: { a: { Exists: 1 } } }, '/payload/Expected/a/Exists'],
      ['delete', { Key, Expected: { a: { Bogus: 1 } } }, '/payload/Expected/a/Bogus'],
      [
        'delete',
        { Key, Expected: { a: { AttributeValueList: {} } } },
        '/payload/Expected/a/AttributeValueList'
      ],
      ['delete', { Key, Expected: { a: null } }, '/payload/Expected/a'],
      [
        'update',
        { Key, AttributeUpdates: { 'a/b': { Action: 'SET' } } },
        '/payload/AttributeUpdates/a~1b/Action'
      ],
      [
        'list',
        { ScanFilter: { a: { AttributeValueList: [1] } } },
        '/payload/ScanFilter/a/ComparisonOperator'
      ],
      [
        'list',
        { ScanFilter: { a: { ComparisonOperator: 'LIKE' } } },
        '/payload/ScanFilter/a/ComparisonOperator'
      ],
      ['list', { ExpressionAttributeNames: { '#a': 5 } }, '/payload/ExpressionAttributeNames/#a'],
      ['list', { AttributesToGet: ['a', null] }, '/payload/AttributesToGet/1']
    ] as const) {
      refused(t, await caller.run(name, payload), place)
    }
  })
}

async function refusedNames(t: Test, caller: Caller): Promise<void> {
  const told = 'n'.repeat(256)
  for (const [name, shown] of [
    [told, told],
    ['n'.repeat(1_000_000), `${told}… (1000000 characters)`]
  ] as const) {
    const { status, json } = await caller.json({ operation: name })
    t.equal(status, 400)
    t.equal(json.errorMessage, `Unrecognized operation "${shown}"`)
    refused(t, await caller.run('create', { [name]: 1 }), `/payload/${shown}`)
    const answer = await caller.raw('create', `{"Item":{"${name}":{"${name}":"\\ud800"}}}`)
    const place = `/payload/Item/${shown}/${shown}`
    refused(t, { status: answer.status, json: JSON.parse(answer.body) }, place)
  }
}

async function refusedBodies(t: Test, caller: Caller): Promise<void> {
  const bad: [string, string | Uint8Array, Record<string, string>?][] = [
    ['not JSON', '{operation: ping}'],
    ['cut short', '{"operation":"ping"'],
    ['form fields', 'operation=ping'],
    ['empty', ''],
    ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ['a number that JSON does not know', '{"operation":"echo","payload":01234567890123456789}'],
    ['compressed', '{"operation":"ping"}', { 'content-encoding': 'gzip' }]
  ]
  for (const [what, body, headers] of bad) {
    const answer = await caller.text(body, headers)
    t.equal(answer.status, 400, `${what}: 400`)
    t.match(JSON.parse(answer.body).message, /^Could not parse request body into json: ./)
    t.ok(answer.headers['x-amzn-requestid'])
  }
  const identity = await caller.text('{"operation":"ping"}', { 'content-encoding': 'identity' })
  t.equal(identity.status, 200)
  for (const type of [
    'text/plain',
    'multipart/form-data',
    ';;;',
    'application/json; charset=utf-16'
  ]) {
    const answer = await caller.text('{"operation":"ping"}', { 'content-type': type })
    t.equal(answer.body, '"pong"', `the body is read as JSON under ${type}`)
  }
}

async function dynamodbErrors(t: Test, caller: Caller): Promise<void> {
  const id = newId()
  await caller.create({ id, n: 1 })
  const condition = { ConditionExpression: 'attribute_not_exists(id)' }
  for (const [name, payload] of [
    ['create', { Item: { id, n: 2 }, ...condition }],
    ['update', { Key: { id }, UpdateExpression: 'REMOVE n', ...condition }],
    ['delete', { Key: { id }, ...condition }]
  ] as const) {
    const failed = await caller.run(name, payload)
    t.equal(failed.status, 409)
    t.match(failed.json, {
      errorType: 'ConditionalCheckFailedException',
      errorMessage: 'The conditional request failed'
    })
    t.notOk('Item' in failed.json)
    const told = await caller.run(name, {
      ...payload,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    })
    t.equal(told.status, 409)
    // dynalite knows nothing of the parameter.
    if (caller.door.engine !== 'dynalite') t.same(told.json.Item, { id, n: 1 })
  }
  t.same(await caller.read(id), { id, n: 1 }, 'nothing is written')

  const big = await caller.run('create', { Item: { id: newId(), text: 'x'.repeat(400 * 1024) } })
  t.equal(big.status, 400, 'an item over 400 KB is refused')
  t.match(big.json.errorMessage, /Item size has exceeded the maximum allowed size/)

  for (const [what, name, payload] of [
    ['a key of another type', 'read', { Key: { id: 5 } }],
    ['a key with an attribute too many', 'read', { Key: { id, other: 1 } }],
    ['an item without its key', 'create', { Item: { other: 1 } }],
    ['an expression that is none', 'update', { Key: { id }, UpdateExpression: 'FROB a' }],
    ['an unused value', 'update', { Key: { id }, ExpressionAttributeValues: { ':a': 1 } }],
    ['a limit of nothing', 'list', { Limit: 0 }]
  ] as const) {
    const { status, json } = await caller.run(name, payload)
    t.equal(status, 400, `${what}: 400`)
    t.equal(json.errorType, 'ValidationException')
    t.notMatch(json.errorMessage, /^\/payload/, `DynamoDB’s own words: ${json.errorMessage}`)
  }
}

async function idempotencyKeys(t: Test, caller: Caller): Promise<void> {
  const { tableName, door } = caller
  const id = newId()
  const keyed = (operation: string, payload: unknown, idempotencyKey: unknown = randomUUID()) =>
    caller.json({ operation, tableName, idempotencyKey, payload })
  const byHeader = async (operation: string, payload: unknown, key: string) => {
    const body = JSON.stringify({ operation, tableName, payload })
    const answer = await caller.text(body, { 'idempotency-key': key })
    return { status: answer.status, json: JSON.parse(answer.body) as Json }
  }
  const count = {
    Key: { id },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 }
  }

  for (const [name, payload] of [
    ['create', { Item: { id } }],
    ['update', count],
    ['delete', { Key: { id } }]
  ] as const) {
    for (const wrong of ['', 'x'.repeat(256), 'ü', 'a\nb', 5, null, ['k'], { k: 1 }]) {
      refused(t, await keyed(name, payload, wrong), '/idempotencyKey')
    }
    for (const wrong of ['', '"', '"a', 'a"b', '"a" "b"', 'a, b', '""', `"${'x'.repeat(256)}"`]) {
      const answer = await byHeader(name, payload, wrong)
      refused(t, answer, 'Idempotency-Key')
      t.match(answer.json.errorMessage, 'bare or in quotes')
    }
    for (const [member, value] of [
      ['ReturnValues', 'ALL_OLD'],
      ['Expected', {}],
      ['ConditionalOperator', 'AND']
    ] as const) {
      refused(t, await keyed(name, { ...payload, [member]: value }), `/payload/${member}`)
    }
    const twice = await caller.text(
      JSON.stringify({ operation: name, tableName, idempotencyKey: 'one', payload }),
      { 'idempotency-key': '"other"' }
    )
    refused(t, { status: twice.status, json: JSON.parse(twice.body) }, '/idempotencyKey')
  }
  const legacy = { Key: { id }, AttributeUpdates: { a: { Value: 1 } } }
  refused(t, await keyed('update', legacy), '/payload/AttributeUpdates')
  refused(t, await keyed('update', { Key: { id } }), '/payload/UpdateExpression')
  refused(t, await keyed('create', { Item: 5 }), '/payload/Item')
  for (const name of ['read', 'list', 'echo', 'ping']) {
    const payload = name === 'read' ? { Key: { id } } : name === 'list' ? { Limit: 1 } : null
    const answer = await keyed(name, payload, 5)
    t.equal(answer.status, 200, `${name} changes nothing and ignores the key`)
  }

  if (door.engine === 'dynalite') {
    for (const [name, payload] of [
      ['create', { Item: { id } }],
      ['update', count],
      ['delete', { Key: { id } }]
    ] as const) {
      const answer = await keyed(name, payload)
      refused(t, answer, 'The idempotency key')
      t.match(answer.json.errorMessage, 'transactions', 'the embedded database has none')
    }
    t.equal(await caller.read(id), undefined, 'nothing is written')
    return
  }

  await t.test('a repeated write changes nothing and answers the same', async (t) => {
    const key = randomUUID()
    const first = await keyed('update', count, key)
    t.equal(first.status, 200, first.body)
    t.same(Object.keys(first.json), ['ResponseMetadata'])
    const again = await byHeader('update', count, `"${key}"`)
    const bare = await byHeader('update', count, key)
    for (const { status, json } of [again, bare]) {
      t.equal(status, 200)
      t.same(Object.keys(json), Object.keys(first.json))
    }
    t.same(await caller.read(id), { id, n: 1 }, 'counted once')
    await keyed('update', count)
    t.same(await caller.read(id), { id, n: 2 }, 'another key is another write')
    const quoted = await byHeader('update', count, `"${key} \\"quoted\\" \\\\ "`)
    t.equal(quoted.status, 200)
    await keyed('update', count, `${key} "quoted" \\ `)
    t.same(await caller.read(id), { id, n: 3 }, 'the quotes of the header are not the key’s')
  })

  await t.test('another request under the same key is 409', async (t) => {
    const key = randomUUID()
    t.equal((await keyed('create', { Item: { id, n: 5 } }, key)).status, 200)
    for (const [name, payload] of [
      ['create', { Item: { id, n: 6 } }],
      ['update', count],
      ['delete', { Key: { id } }]
    ] as const) {
      const { status, json } = await keyed(name, payload, key)
      t.equal(status, 409)
      t.equal(json.errorType, 'IdempotentParameterMismatchException')
      t.match(json.errorMessage, /idempotency key/)
    }
    t.same(await caller.read(id), { id, n: 5 })
  })

  await t.test('a failed condition is told as the plain call tells it', async (t) => {
    for (const [name, payload] of [
      ['create', { Item: { id, n: 7 } }],
      ['update', count],
      ['delete', { Key: { id } }]
    ] as const) {
      const conditional = { ...payload, ConditionExpression: 'attribute_not_exists(id)' }
      const plain = await caller.run(name, conditional)
      const failed = await keyed(name, conditional)
      t.equal(failed.status, 409)
      t.same({ ...failed.json, requestId: '' }, { ...plain.json, requestId: '' })
      const told = await keyed(name, {
        ...conditional,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
      })
      t.same(told.json.Item, { id, n: 5 })
    }
  })

  await t.test('the answer has the plain call’s shape, the errors its words', async (t) => {
    const { json } = await keyed('create', {
      Item: { id, n: 9007199254740992 },
      ReturnValues: 'NONE',
      ReturnConsumedCapacity: 'TOTAL',
      ReturnItemCollectionMetrics: 'SIZE'
    })
    t.same(Object.keys(json), ['ConsumedCapacity', 'ResponseMetadata'])
    t.equal((json.ConsumedCapacity as Json).TableName, tableName)
    for (const [name, payload] of [
      ['create', { Item: { id: 5 } }],
      ['create', { Item: { other: 1 } }],
      ['delete', { Key: { id, other: 1 } }],
      ['update', { Key: { id }, UpdateExpression: 'FROB a' }]
    ] as const) {
      const plain = await caller.run(name, payload)
      const failed = await keyed(name, payload)
      t.equal(failed.status, 400, failed.body)
      t.same({ ...failed.json, requestId: '' }, { ...plain.json, requestId: '' })
    }
    const missing = await caller.json({
      operation: 'delete',
      tableName: `missing-${randomUUID()}`,
      idempotencyKey: randomUUID(),
      payload: { Key: { id } }
    })
    t.equal(missing.status, 404)
  })
}

async function paths(t: Test, { door }: Caller): Promise<void> {
  const body = '{"operation":"ping"}'
  for (const path of [
    '/dynamodbmanager',
    '/DynamoDBManager',
    '/DYNAMODBMANAGER',
    '/Prod/dynamodbmanager',
    '/prod/DynamoDBManager',
    '/dynamodbmanager?a=b',
    '/prod/dynamodbmanager?'
  ]) {
    t.equal((await door.send({ path, body })).body, '"pong"', `${path} is served`)
  }
  const unknown: [string, string][] = [
    ['POST', '/'],
    ['POST', '/dynamodbmanager/'],
    ['POST', '//dynamodbmanager'],
    ['POST', '/dynamodbmanager/x'],
    ['POST', '/%64ynamodbmanager'],
    ['POST', '/Dev/dynamodbmanager'],
    ['POST', '/Prod/Prod/dynamodbmanager'],
    ['POST', '/dynamodbmanager;a'],
    ['POST', '/%'],
    ['GET', '/dynamodbmanager'],
    ['PUT', '/dynamodbmanager'],
    ['DELETE', '/Prod/dynamodbmanager'],
    ['OPTIONS', '/dynamodbmanager']
  ]
  for (const [method, path] of unknown) {
    const answer = await door.send({ method, path, ...(method === 'POST' ? { body: 'x' } : {}) })
    t.equal(answer.status, 403, `${method} ${path} is 403`)
    t.same(JSON.parse(answer.body), { message: 'Missing Authentication Token' })
    t.ok(answer.headers['x-amzn-requestid'])
  }
}
