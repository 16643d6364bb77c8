import t from 'tap'
import { HungUp } from '../../src/http/plugins/deadline.ts'
import { type Call, refusal, reply, type Script } from '../fixtures/fake-engine.ts'
import { startDispatching } from '../fixtures/scripted-dispatch.ts'

const tableName = 'batched'
const Keys = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
const batchRead = {
  operation: 'batchRead',
  tableName,
  payload: { Keys, ConsistentRead: true, ReturnConsumedCapacity: 'INDEXES' }
}

type TypedKey = { id: { S: string } }
const keysOf = ({ input }: Call): TypedKey[] =>
  (input.RequestItems as Record<string, { Keys: TypedKey[] }>)[tableName]?.Keys ?? []

const capacity = (units: number) => ({
  TableName: tableName,
  CapacityUnits: units,
  Table: { ReadCapacityUnits: units, CapacityUnits: units }
})

/** Makes a script that answers the items of the first keys and leaves the others. */
function answer(done: number, text = ''): (call: Call, response: Parameters<Script>[1]) => void {
  return (call, response) => {
    const keys = keysOf(call)
    const left = keys.slice(done)
    const items = keys.slice(0, done).map((key) => ({ ...key, text: { S: text } }))
    reply(response, 200, {
      // DynamoDB may leave a table without items out of its answer.
      Responses: items.length > 0 ? { [tableName]: items } : {},
      UnprocessedKeys: left.length > 0 ? { [tableName]: { Keys: left, ConsistentRead: true } } : {},
      ConsumedCapacity: [capacity(done)]
    })
  }
}

const throttle: Script = (_call, response) =>
  reply(response, 400, refusal('ProvisionedThroughputExceededException', 'slow down'))
const fail: Script = (_call, response) => reply(response, 500, refusal('InternalServerError'))
const cut: Script = (_call, response) => response.socket?.destroy()
const hang: Script = () => {}
const inTurn =
  (...scripts: Script[]): Script =>
  (call, response) =>
    (scripts[call.number - 1] ?? scripts.at(-1))?.(call, response)
const idsOf = (items: { id: string }[] = []) => items.map(({ id }) => id).join('')

t.test('what is left unprocessed is asked for again, as the payload asked', async (t) => {
  const { run, engine } = await startDispatching(t, answer(1))
  const { status, json, record } = await run(batchRead)
  t.equal(status, 200)
  t.same(Object.keys(json), ['Items', 'ConsumedCapacity', 'ResponseMetadata'])
  t.equal(idsOf(json.Items), 'abc')
  t.same(json.ConsumedCapacity, capacity(3), 'one object, the sum at every place')
  t.equal(json.ResponseMetadata.RetryAttempts, 2)
  t.match(record, { retries: 2, consumedCapacity: 3 })
  t.same(
    engine.calls.map(({ input }) => input),
    [Keys, Keys.slice(1), Keys.slice(2)].map((keys) => ({
      RequestItems: {
        [tableName]: { Keys: keys.map(({ id }) => ({ id: { S: id } })), ConsistentRead: true }
      },
      ReturnConsumedCapacity: 'INDEXES'
    }))
  )
})

t.test('large and small answers are one list, also one that brought nothing', async (t) => {
  const large = 'x'.repeat(10_000)
  for (const scripts of [
    [answer(1, large), answer(0), answer(1), answer(1, large)],
    [answer(0), answer(1), answer(1, large), answer(0), answer(9)],
    [(_call, response) => reply(response, 200, {}), answer(9)]
  ] satisfies Script[][]) {
    const { run } = await startDispatching(t, inTurn(...scripts))
    const { json } = await run(batchRead)
    t.ok(Array.isArray(json.Items))
    if (scripts.length > 2) t.equal(idsOf(json.Items), 'abc')
  }
})

t.test('a batch without its unprocessed keys is done', async (t) => {
  const { run, engine } = await startDispatching(t, (_call, response) => reply(response, 200, {}))
  const { json } = await run(batchRead)
  t.same(json.Items, [])
  t.notHas(json, { UnprocessedKeys: Array })
  t.equal(engine.calls.length, 1)
})

t.test('five calls in a row that get nothing done are the last', async (t) => {
  for (const [idle, status] of [
    [answer(0), 200],
    [throttle, 429],
    [fail, 503],
    [cut, 503]
  ] as const) {
    const { run, engine } = await startDispatching(t, idle)
    const told = await run(batchRead)
    t.equal(told.status, status)
    t.equal(engine.calls.length, 5)
    if (status === 200) t.match(told.json, { Items: [], UnprocessedKeys: Keys })
    else t.equal(told.headers['retry-after'], '1')
  }
})

t.test('of failures the last one is told', async (t) => {
  const first = await startDispatching(t, inTurn(throttle, throttle, throttle, throttle, fail))
  t.match(await first.run(batchRead), { status: 503, json: { errorType: 'ServiceUnavailable' } })
  const second = await startDispatching(t, inTurn(fail, cut, fail, cut, throttle))
  t.match(await second.run(batchRead), {
    status: 429,
    json: { errorType: 'ProvisionedThroughputExceededException', errorMessage: 'slow down' }
  })
  const third = await startDispatching(t, inTurn(throttle, fail, cut, throttle, answer(0)))
  t.match(await third.run(batchRead), { status: 200, json: { UnprocessedKeys: Keys } })
})

t.test('where any call got something done, what is left is told with 200', async (t) => {
  for (const idle of [answer(0), throttle, fail, cut]) {
    const { run, engine } = await startDispatching(
      t,
      inTurn(idle, idle, idle, idle, answer(1), idle)
    )
    const { status, json } = await run(batchRead)
    t.equal(status, 200)
    t.same(Object.keys(json), ['Items', 'UnprocessedKeys', 'ConsumedCapacity', 'ResponseMetadata'])
    t.equal(idsOf(json.Items), 'a')
    t.same(json.UnprocessedKeys, Keys.slice(1), 'in the payload’s own form')
    t.equal(engine.calls.length, 4 + 1 + 5, 'a call that gets on begins the count anew')
    t.equal(json.ResponseMetadata.RetryAttempts, 9)
    t.equal(json.ResponseMetadata.HTTPStatusCode, 200)
  }
})

t.test('what is left can be sent as it is, in both formats', async (t) => {
  const typed = [{ id: { B: 'AAEC' } }, { id: { N: '1e3' } }]
  const { run, engine } = await startDispatching(t, throttle)
  const partial = await startDispatching(t, inTurn(answer(1), answer(0)))
  const { json } = await partial.run({ ...batchRead, format: 'dynamodb', payload: { Keys: typed } })
  t.same(json.UnprocessedKeys, [typed[1]])
  t.same(json.Items, [{ ...typed[0], text: { S: '' } }])
  t.equal((await run({ ...batchRead, payload: { Keys: json.UnprocessedKeys } })).status, 429)
  t.same(keysOf(engine.calls[0] as Call), [{ id: { M: { N: { S: '1e3' } } } }], 'in plain JSON')
  const exact = await startDispatching(t, (_call, response) =>
    reply(response, 200, {
      Responses: {},
      UnprocessedKeys: { [tableName]: { Keys: [{ id: { N: '9007199254740993' } }] } }
    })
  )
  await exact.run(batchRead)
  t.same(keysOf(exact.engine.calls[1] as Call), [{ id: { N: '9007199254740993' } }])
})

t.test('no more is asked for once 16 MB of answers have come', async (t) => {
  // With what stands around it, this text is more than half of the 16 MB.
  const half = 'x'.repeat(8_388_608)
  const { run, engine } = await startDispatching(t, answer(1, half))
  const { status, json } = await run(batchRead)
  t.equal(status, 200)
  t.equal(idsOf(json.Items), 'ab')
  t.same(json.UnprocessedKeys, [{ id: 'c' }])
  t.equal(engine.calls.length, 2)
})

t.test('a first call that hangs is 504', async (t) => {
  const { run } = await startDispatching(t, (_call, _response, clock) => clock.tick(20_000))
  t.match(await run(batchRead), { status: 504, json: { message: 'Endpoint request timed out' } })
})

t.test('a later call that hangs is given up when the time is nearly over', async (t) => {
  const { run } = await startDispatching(t, (call, response, clock) =>
    call.number === 1 ? answer(1)(call, response) : clock.tick(19_500)
  )
  const { status, json } = await run(batchRead)
  t.equal(status, 200)
  t.equal(idsOf(json.Items), 'a')
  t.same(json.UnprocessedKeys, Keys.slice(1))
})

t.test('a later call that hangs after failures alone leaves the last of them', async (t) => {
  for (const [first, status] of [
    [throttle, 429],
    [fail, 503],
    [answer(0), 200]
  ] as const) {
    const { run } = await startDispatching(t, (call, response, clock) =>
      call.number === 1 ? first(call, response) : clock.tick(19_500)
    )
    t.equal((await run(batchRead)).status, status)
  }
})

t.test('no call is begun when the time is nearly over', async (t) => {
  for (const [first, status] of [
    [answer(1), 200],
    [answer(0), 200],
    [throttle, 429]
  ] as const) {
    const { run, engine } = await startDispatching(t, (call, response, clock) => {
      clock.tick(19_499.99)
      first(call, response)
    })
    t.equal((await run(batchRead)).status, status)
    t.equal(engine.calls.length, 1)
  }
})

t.test('what ends a request ends its batch', async (t) => {
  const whole = await startDispatching(t, (call, response, clock) =>
    call.number === 1 ? answer(1)(call, response) : clock.abort(new HungUp())
  )
  t.match(await whole.run(batchRead), { status: 500, json: { errorType: 'InternalFailure' } })
  t.equal(whole.engine.calls.length, 2)
  // Both deadlines pass in the same moment, as after a stall of the process.
  const stalled = await startDispatching(t, (call, response, clock) =>
    call.number === 1 ? answer(1)(call, response) : clock.tick(20_000)
  )
  t.match(await stalled.run(batchRead), {
    status: 504,
    json: { message: 'Endpoint request timed out' }
  })
})

t.test('what DynamoDB refuses is answered as it is, also in the middle', async (t) => {
  const refuse: Script = (_call, response) =>
    reply(response, 400, refusal('ValidationException', 'duplicates'))
  for (const scripts of [[refuse], [answer(1), refuse], [fail, refuse]]) {
    const { run, engine } = await startDispatching(t, inTurn(...scripts, hang))
    t.match(await run(batchRead), {
      status: 400,
      json: { errorType: 'ValidationException', errorMessage: 'duplicates' }
    })
    t.equal(engine.calls.length, scripts.length)
  }
})

t.test('the number of keys is told', async (t) => {
  const { run, engine } = await startDispatching(t, answer(100))
  const keys = (count: number) => Array.from({ length: count }, (_, n) => ({ id: `${n}` }))
  for (const [count, got] of [
    [0, 'none'],
    [101, '101']
  ] as const) {
    const { json } = await run({ ...batchRead, payload: { Keys: keys(count) } })
    t.equal(json.errorMessage, `/payload/Keys: expected 1 to 100 keys, got ${got}`)
  }
  for (const count of [1, 100]) {
    t.equal((await run({ ...batchRead, payload: { Keys: keys(count) } })).status, 200)
  }
  t.equal(engine.calls.length, 2)
})
