import t from 'tap'
import { type Call, refusal, reply, type Script } from '../fixtures/fake-engine.ts'
import { startDispatching } from '../fixtures/scripted-dispatch.ts'

const tableName = 'batched'
const payload = {
  Put: [
    { id: 'a', n: 1 },
    { id: 'b', n: 2 }
  ],
  Delete: [{ id: 'c' }]
}
const batchWrite = { operation: 'batchWrite', tableName, payload }

type Request = Record<string, object>
const requestsOf = ({ input }: Call): Request[] =>
  (input.RequestItems as Record<string, Request[]>)[tableName] ?? []

const all = [
  { PutRequest: { Item: { id: { S: 'a' }, n: { N: '1' } } } },
  { PutRequest: { Item: { id: { S: 'b' }, n: { N: '2' } } } },
  { DeleteRequest: { Key: { id: { S: 'c' } } } }
]

const metrics = (id: string) => ({ ItemCollectionKey: { id: { S: id } }, SizeEstimateRangeGB: [0] })

/** Makes a script that processes the first entries of a call and leaves the others. */
function accept(done: number): Script {
  return (call, response) => {
    const left = requestsOf(call).slice(done)
    reply(response, 200, {
      UnprocessedItems: left.length > 0 ? { [tableName]: left } : {},
      ItemCollectionMetrics: { [tableName]: [metrics(`${call.number}`)] },
      ConsumedCapacity: [{ TableName: tableName, CapacityUnits: done, WriteCapacityUnits: done }]
    })
  }
}

const throttle: Script = (_call, response) =>
  reply(response, 400, refusal('ThrottlingException', 'slow down'))
const fail: Script = (_call, response) => reply(response, 500, refusal('InternalServerError'))
const cut: Script = (_call, response) => response.socket?.destroy()
const refuse: Script = (_call, response) =>
  reply(response, 400, refusal('ResourceNotFoundException', 'no such table'))
const inTurn =
  (...scripts: Script[]): Script =>
  (call, response) =>
    (scripts[call.number - 1] ?? scripts.at(-1))?.(call, response)

t.test('what is left unprocessed is sent again', async (t) => {
  const { run, engine } = await startDispatching(t, accept(1))
  const given = { ReturnConsumedCapacity: 'TOTAL', ReturnItemCollectionMetrics: 'SIZE' }
  const { status, json, record } = await run({ ...batchWrite, payload: { ...payload, ...given } })
  t.equal(status, 200)
  t.same(Object.keys(json), ['ItemCollectionMetrics', 'ConsumedCapacity', 'ResponseMetadata'])
  t.same(
    json.ItemCollectionMetrics.map((one: { ItemCollectionKey: object }) => one.ItemCollectionKey),
    [{ id: '1' }, { id: '2' }, { id: '3' }],
    'of all calls, one after the other'
  )
  t.match(json.ConsumedCapacity, { CapacityUnits: 3, WriteCapacityUnits: 3 })
  t.equal(json.ResponseMetadata.RetryAttempts, 2)
  t.match(record, { retries: 2, consumedCapacity: 3 })
  t.same(engine.calls.map(requestsOf), [all, all.slice(1), all.slice(2)])
  for (const { operation, input } of engine.calls) {
    t.equal(operation, 'BatchWriteItem')
    t.match(input, given)
  }
})

t.test('what was never done is told in the payload’s own form', async (t) => {
  const { run } = await startDispatching(t, inTurn(accept(1), accept(0)))
  const { status, json } = await run(batchWrite)
  t.equal(status, 200)
  t.same(Object.keys(json)[0], 'UnprocessedItems')
  t.same(json.UnprocessedItems, { Put: [{ id: 'b', n: 2 }], Delete: [{ id: 'c' }] })
  const deletes = await startDispatching(t, inTurn(accept(2), accept(0)))
  t.same((await deletes.run(batchWrite)).json.UnprocessedItems, { Delete: [{ id: 'c' }] })
  const typed = { Put: [{ id: { B: 'AAEC' }, ns: { NS: ['1', '2e3'] } }] }
  const inTypes = await startDispatching(t, accept(0))
  const told = await inTypes.run({ ...batchWrite, format: 'dynamodb', payload: typed })
  t.same(told.json.UnprocessedItems, typed)
  t.same(told.json.ItemCollectionMetrics[0].ItemCollectionKey, { id: { S: '1' } })
})

t.test('large entries that were left are sent again as they were', async (t) => {
  const text = 'ü"\\'.repeat(5_000)
  const Put = [
    { id: 'a', text, n: [1, 0.5] },
    { id: 'b', text, none: null }
  ]
  const { run, engine } = await startDispatching(t, inTurn(accept(0), accept(1), accept(0)))
  const { json } = await run({ ...batchWrite, payload: { Put } })
  const [first, second, third] = engine.calls.map(requestsOf)
  t.same(second, first)
  t.same(third, first?.slice(1))
  t.same(json.UnprocessedItems, { Put: Put.slice(1) })
})

t.test('unprocessed entries for ever, throttles and failures end with the fifth', async (t) => {
  for (const [idle, status] of [
    [accept(0), 200],
    [throttle, 429],
    [fail, 503],
    [cut, 503]
  ] as const) {
    const { run, engine } = await startDispatching(t, idle)
    const told = await run(batchWrite)
    t.equal(told.status, status)
    t.equal(engine.calls.length, 5)
    if (status === 200) t.same(told.json.UnprocessedItems, payload)
    const partial = await startDispatching(t, inTurn(accept(1), idle))
    const { Delete } = payload
    t.match(await partial.run(batchWrite), {
      status: 200,
      json: { UnprocessedItems: { Put: payload.Put.slice(1), Delete } }
    })
    t.equal(partial.engine.calls.length, 1 + 5)
  }
})

t.test('a batch that was cut is sent again: its outcome is told', async (t) => {
  for (const failure of [cut, fail, throttle]) {
    const { run, engine } = await startDispatching(t, inTurn(failure, accept(9)))
    const { status, json } = await run(batchWrite)
    t.equal(status, 200)
    t.same(Object.keys(json), ['ItemCollectionMetrics', 'ConsumedCapacity', 'ResponseMetadata'])
    t.same(requestsOf(engine.calls[1] as Call), all)
  }
})

t.test('a refusal is answered as it is, but not after a call that may have written', async (t) => {
  for (const scripts of [[refuse], [throttle, refuse], [accept(1), refuse]]) {
    const { run } = await startDispatching(t, inTurn(...scripts))
    t.match(await run(batchWrite), { status: 404, json: { errorMessage: 'no such table' } })
  }
  for (const failure of [cut, fail]) {
    const { run } = await startDispatching(t, inTurn(failure, refuse))
    t.match(await run(batchWrite), { status: 503, json: { errorType: 'OutcomeUnknown' } })
  }
})

t.test('a throttle is not told after a call that may have written', async (t) => {
  for (const failure of [cut, fail]) {
    for (const scripts of [
      [failure, throttle],
      [failure, accept(0), throttle],
      [throttle, failure, throttle]
    ]) {
      const { run } = await startDispatching(t, inTurn(...scripts))
      t.match(await run(batchWrite), { status: 503, json: { errorType: 'OutcomeUnknown' } })
    }
  }
})

t.test('a first call that hangs is 504, a later one leaves its entries', async (t) => {
  const first = await startDispatching(t, (_call, _response, clock) => clock.tick(20_000))
  t.equal((await first.run(batchWrite)).status, 504)
  const later = await startDispatching(t, (call, response, clock) =>
    call.number === 1 ? accept(2)(call, response) : clock.tick(19_500)
  )
  t.match(await later.run(batchWrite), {
    status: 200,
    json: { UnprocessedItems: { Delete: payload.Delete } }
  })
})

t.test('a throttle is not told after a later call that hangs, and may have written', async (t) => {
  const { run, engine } = await startDispatching(t, (call, response, clock) =>
    call.number === 1 ? throttle(call, response) : clock.tick(19_500)
  )
  t.match(await run(batchWrite), { status: 503, json: { errorType: 'OutcomeUnknown' } })
  t.equal(engine.calls.length, 2)
})

t.test('an idempotency key is refused, before the payload is looked at', async (t) => {
  const place = /^\/idempotencyKey: expected none: a batch is no transaction.+, got the string "k"$/
  const member = await startDispatching(t, accept(9))
  const header = await startDispatching(t, accept(9), {}, { idempotencyKey: '"k"' })
  for (const told of [
    await member.run({ ...batchWrite, idempotencyKey: 'k' }),
    await member.run({ ...batchWrite, idempotencyKey: 'k', payload: 5 }),
    await header.run(batchWrite)
  ]) {
    t.equal(told.status, 400)
    t.match(told.json.errorMessage, place)
  }
  t.equal(member.engine.calls.length + header.engine.calls.length, 0)
})

t.test('the number of entries is told', async (t) => {
  const { run, engine } = await startDispatching(t, accept(25))
  const entries = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `${n}` }))
  for (const [puts, deletes, got] of [
    [0, 0, 'none'],
    [26, 0, '26'],
    [13, 13, '26'],
    [0, 26, '26']
  ] as const) {
    const { json } = await run({
      ...batchWrite,
      payload: { Put: entries(puts), Delete: entries(deletes) }
    })
    const expected = 'expected 1 to 25 entries in Put and Delete together'
    t.equal(json.errorMessage, `/payload: ${expected}, got ${got}`)
  }
  t.match((await run({ ...batchWrite, payload: {} })).json.errorMessage, /got none$/)
  for (const good of [
    { Put: entries(1) },
    { Delete: entries(1) },
    { Put: [], Delete: entries(1) },
    { Put: entries(12), Delete: entries(13) }
  ]) {
    t.equal((await run({ ...batchWrite, payload: good })).status, 200)
  }
  t.equal(engine.calls.length, 4)
})
