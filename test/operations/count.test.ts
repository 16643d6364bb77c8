import t from 'tap'
import { HungUp } from '../../src/http/plugins/deadline.ts'
import { type Call, refusal, reply, type Script } from '../fixtures/fake-engine.ts'
import { startDispatching } from '../fixtures/scripted-dispatch.ts'

const tableName = 'counted'
const count = { operation: 'count', tableName, payload: { ReturnConsumedCapacity: 'TOTAL' } }
const capacity = (units: number) => ({ TableName: tableName, CapacityUnits: units })

/** Answers a page whose figures are made of the call's number; more pages follow. */
const page: Script = ({ number }, response) =>
  reply(response, 200, {
    Count: number,
    ScannedCount: 10,
    LastEvaluatedKey: { id: { S: `page ${number}` } },
    ConsumedCapacity: capacity(0.5)
  })
const lastPage: Script = (_call, response) =>
  reply(response, 200, { Count: 100, ScannedCount: 100, ConsumedCapacity: capacity(2) })
const cut: Script = (_call, response) => {
  response.writeHead(200, { 'content-length': '1000' })
  response.write('{"Count":', () => response.socket?.destroy())
}
const throttle: Script = (_call, response) =>
  reply(response, 400, refusal('ThrottlingException', 'slow down'))
const fail: Script = (_call, response) => reply(response, 500, refusal('InternalServerError'))

/** Makes a script that runs these scripts one call after the other, and then the last one again. */
const inTurn =
  (...scripts: Script[]): Script =>
  (call, response) =>
    (scripts[call.number - 1] ?? scripts.at(-1))?.(call, response)

const sumOfTwo = { Count: 3, ScannedCount: 20, LastEvaluatedKey: { id: 'page 2' } }
const membersOf = (json: object) => Object.keys(json)
const keysAsked = (calls: Call[]) => calls.map(({ input }) => input.ExclusiveStartKey)

t.test('count adds all pages, and what they consumed', async (t) => {
  const { run, engine } = await startDispatching(t, inTurn(page, page, lastPage))
  const { status, json, record } = await run(count)
  t.equal(status, 200)
  t.same(membersOf(json), ['Count', 'ScannedCount', 'ConsumedCapacity', 'ResponseMetadata'])
  t.match(json, { Count: 103, ScannedCount: 120, ConsumedCapacity: capacity(3) })
  t.equal(json.ResponseMetadata.RetryAttempts, 0, 'the first attempt of a page is no retry')
  t.match(record, { pages: 3, retries: 0, consumedCapacity: 3 })
  t.same(
    engine.calls.map(({ operation, input }) => [operation, input.Select]),
    Array(3).fill(['Scan', 'COUNT'])
  )
  t.same(keysAsked(engine.calls), [undefined, { id: { S: 'page 1' } }, { id: { S: 'page 2' } }])
})

t.test('a payload with a condition on keys is a Query’s', async (t) => {
  const { run, engine } = await startDispatching(t, inTurn(page, lastPage))
  for (const payload of [
    { KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': 'x' } },
    { KeyConditions: { id: { ComparisonOperator: 'EQ', AttributeValueList: ['x'] } } },
    { KeyConditionExpression: '' }
  ]) {
    const { status } = await run({ ...count, payload })
    t.equal(status, 200)
    t.match(engine.calls.at(-1), { operation: 'Query', input: { Select: 'COUNT' } })
  }
})

t.test('one page alone is not told as pages in the log', async (t) => {
  const { run } = await startDispatching(t, lastPage)
  t.notHas((await run(count)).record, { pages: Number })
})

t.test('a page that is cut or throttled is asked for again, and counted once', async (t) => {
  for (const failure of [cut, throttle, fail]) {
    const { run, engine } = await startDispatching(t, inTurn(page, page, failure, lastPage))
    const { status, json, record } = await run(count)
    t.equal(status, 200)
    t.match(json, { Count: 103, ScannedCount: 120, ConsumedCapacity: capacity(3) })
    t.equal(json.ResponseMetadata.RetryAttempts, 1)
    t.match(record, { pages: 3, retries: 1 })
    t.equal(engine.calls.length, 4)
  }
})

t.test('a page that fails for good tells what was counted, and where to go on', async (t) => {
  for (const [failure, status, errorType] of [
    [cut, 503, 'ServiceUnavailable'],
    [fail, 503, 'ServiceUnavailable'],
    [throttle, 429, 'ThrottlingException']
  ] as const) {
    const { run, engine } = await startDispatching(t, inTurn(page, page, failure))
    const told = await run(count)
    t.equal(told.status, status)
    t.match(told.json, { errorType, ...sumOfTwo })
    t.equal(told.headers['retry-after'], '1')
    t.equal(engine.calls.length, 2 + 5, 'as many attempts as any call has')
  }
})

t.test('a page that is refused tells what was counted', async (t) => {
  const refuse: Script = (_call, response) =>
    reply(response, 400, refusal('ResourceNotFoundException', 'it was deleted'))
  const { run } = await startDispatching(t, inTurn(page, page, refuse))
  t.match(await run(count), {
    status: 404,
    json: {
      errorType: 'ResourceNotFoundException',
      errorMessage: 'it was deleted',
      requestId: 'id',
      ...sumOfTwo
    }
  })
})

t.test('a first page that fails is a failure like any', async (t) => {
  for (const [failure, status] of [
    [fail, 503],
    [throttle, 429]
  ] as const) {
    const { run } = await startDispatching(t, failure)
    const told = await run(count)
    t.equal(told.status, status)
    t.same(membersOf(told.json), ['errorType', 'errorMessage', 'requestId'])
  }
})

t.test('a later page that hangs is given up when the time is nearly over', async (t) => {
  const { run } = await startDispatching(t, (call, response, clock) =>
    call.number < 3 ? page(call, response) : clock.tick(19_500)
  )
  const { status, json, record } = await run(count)
  t.equal(status, 200)
  t.same(membersOf(json).slice(0, 3), ['Count', 'ScannedCount', 'LastEvaluatedKey'])
  t.match(json, { ...sumOfTwo, ConsumedCapacity: capacity(1) })
  t.equal(json.ResponseMetadata.HTTPStatusCode, 200)
  t.match(record, { pages: 3, consumedCapacity: 1 })
})

t.test('a first page has the whole time, and then it is 504', async (t) => {
  const { run } = await startDispatching(t, (call, response, clock) => {
    clock.tick(19_999)
    if (call.number === 1) page(call, response)
  })
  t.match(await run(count), { status: 200, json: { Count: 1, LastEvaluatedKey: { id: 'page 1' } } })
  const late = await startDispatching(t, (_call, _response, clock) => clock.tick(20_000))
  t.match(await late.run(count), {
    status: 504,
    json: { message: 'Endpoint request timed out', errorType: undefined }
  })
})

t.test('a page whose next attempt would not end in time is given up, too', async (t) => {
  // When the third page has failed, a hundredth of a millisecond is left.
  const { run, engine } = await startDispatching(t, (call, response, clock) => {
    if (call.number < 3) return page(call, response)
    clock.tick(19_499.99)
    fail(call, response)
  })
  const told = await run(count)
  t.equal(told.status, 200)
  t.match(told.json, sumOfTwo)
  t.equal(engine.calls.length, 3)
})

t.test('what ends a request ends its count, and tells nothing of it', async (t) => {
  const whole = await startDispatching(t, (call, response, clock) => {
    if (call.number < 3) page(call, response)
    else clock.abort(new HungUp())
  })
  t.match(await whole.run(count), { status: 500, json: { errorType: 'InternalFailure' } })
  // Both deadlines pass in the same moment, as after a stall of the process.
  const stalled = await startDispatching(t, (call, response, clock) => {
    if (call.number < 3) page(call, response)
    else clock.tick(20_000)
  })
  t.match(await stalled.run(count), {
    status: 504,
    json: { message: 'Endpoint request timed out' }
  })
})

t.test('a count in DynamoDB’s own format goes on where it says', async (t) => {
  const refuse: Script = (_call, response) => reply(response, 400, refusal('ValidationException'))
  const { run, engine } = await startDispatching(t, inTurn(page, refuse))
  const ExclusiveStartKey = { id: { B: 'AAEC' } }
  const { json } = await run({ ...count, format: 'dynamodb', payload: { ExclusiveStartKey } })
  t.same(json.LastEvaluatedKey, { id: { S: 'page 1' } })
  t.same(keysAsked(engine.calls), [ExclusiveStartKey, { id: { S: 'page 1' } }])
})

t.test('what another call’s parameter would be is refused by path', async (t) => {
  const { run, engine } = await startDispatching(t, lastPage)
  const byKey = { KeyConditionExpression: 'id = :id' }
  for (const [payload, name] of [
    [{ Select: 'COUNT' }, 'Select'],
    [{ Limit: 5 }, 'Limit'],
    [{ ProjectionExpression: 'id' }, 'ProjectionExpression'],
    [{ AttributesToGet: ['id'] }, 'AttributesToGet'],
    [{ ...byKey, ScanIndexForward: true }, 'ScanIndexForward'],
    [{ ...byKey, Segment: 0 }, 'Segment'],
    [{ ...byKey, TotalSegments: 1 }, 'TotalSegments'],
    [{ KeyConditions: {}, ScanFilter: {} }, 'ScanFilter'],
    [{ QueryFilter: {} }, 'QueryFilter']
  ] as const) {
    const { status, json } = await run({ ...count, payload })
    t.equal(status, 400)
    t.match(json.errorMessage, new RegExp(`^/payload/${name}: expected .+, got .+`))
  }
  t.equal(engine.calls.length, 0)
})
