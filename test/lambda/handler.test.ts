import { stat } from 'node:fs'
import t from 'tap'
import { startClosingEngine } from '../fixtures/closing-engine.ts'
import { startEngine } from '../fixtures/engine.ts'
import { expectAnswer } from '../fixtures/expect-answer.ts'
import { refusal, reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import {
  contextOf,
  type FrontResult,
  type Json,
  makeTable,
  restEvent,
  sampleEvent,
  startHandler,
  toAnswer
} from '../fixtures/lambda.ts'

// A bare result needs JSON.rawJSON, which the function's runtimes (Node 22 and later) have.
const hasRawJson = 'rawJSON' in JSON
const bare = hasRawJson ? {} : { skip: 'bare numbers are exact from Node 22 on' }

const TIMED_OUT = 'Endpoint request timed out'

const { endpoint } = await startEngine(t)
const tableName = await makeTable(endpoint)
const { handler } = startHandler(t, endpoint)
const invoke = (event: unknown) => handler(event, contextOf())
const post = async (body: string) => (await invoke(restEvent({ body }))) as FrontResult

t.test('a bare envelope gets the bare result', async (t) => {
  t.same(await invoke(sampleEvent('envelope')), sampleEvent('envelope').payload)
  t.equal(await invoke({ operation: 'ping' }), 'pong')
  t.equal(await invoke({ operation: 'echo' }), null)
  const Item = { id: '1234ABCD', number: 5 }
  const created = await invoke({ operation: 'create', tableName, payload: { Item } })
  t.same(Object.keys(created as Json), ['ResponseMetadata'])
  const read = await invoke({ operation: 'read', tableName, payload: { Key: { id: Item.id } } })
  t.same((read as Json).Item, Item)
})

t.test('a bare envelope that fails rejects with the contract’s type and message', async (t) => {
  const Key = { id: 'failing' }
  for (const [event, name, message] of [
    [{ operation: 'drop' }, 'ValidationException', 'Unrecognized operation "drop"'],
    [{ operation: 'read', tableName, payload: {} }, 'ValidationException', /^\/payload\/Key: /],
    [
      { operation: 'read', tableName: 'missing-table', payload: { Key } },
      'ResourceNotFoundException',
      /./
    ],
    [
      {
        operation: 'delete',
        tableName,
        payload: { Key, ConditionExpression: 'attribute_exists(id)' }
      },
      'ConditionalCheckFailedException',
      'The conditional request failed'
    ]
  ] as const) {
    const error = await invoke(event).then(
      () => t.fail('it must reject'),
      (error) => error
    )
    t.ok(error instanceof Error)
    t.match(error, { name, message })
    t.equal(error.stack, name, 'without frames')
    t.equal(JSON.stringify(error), `{"errorType":"${name}"}`, 'all that the runtime will log')
  }
})

t.test(
  'a message that is the answer has no character that the runtime would write anew',
  async (t) => {
    const { handler } = startHandler(t, endpoint, { BARE_ERROR: 'answer' })
    const error = await handler({ operation: 'drop\x7F' }, contextOf()).then(
      () => t.fail('it must reject') as never,
      (error: Error) => error
    )
    t.notMatch(error.message, '\x7F')
    t.match(JSON.parse(error.message.replace(/^400 /, '')), {
      errorType: 'ValidationException',
      errorMessage: 'Unrecognized operation "drop\x7F"'
    })
  }
)

t.test('numbers are exact, in and out through a front', async (t) => {
  const number = '0.12345678901234567890123456789012345678'
  const payload = `{"Item":{"id":"exact","n":${number},"l":[9007199254740993]}}`
  const created = await post(
    `{"operation":"create","tableName":"${tableName}","payload":${payload}}`
  )
  t.equal(created.statusCode, 200, created.body)
  const { body } = await post(
    `{"operation":"read","tableName":"${tableName}","payload":{"Key":{"id":"exact"}}}`
  )
  t.ok(body.includes(`"n":${number}`), body)
  t.ok(body.includes('"l":[9007199254740993]'))
})

t.test('numbers are exact out of a bare result', bare, async (t) => {
  const read = await invoke({ operation: 'read', tableName, payload: { Key: { id: 'exact' } } })
  const text = JSON.stringify(read)
  t.ok(text.includes('"n":0.12345678901234567890123456789012345678'), text)
  t.ok(text.includes('"l":[9007199254740993]'))
})

t.test('the environment’s rules hold here too', async (t) => {
  const { handler } = startHandler(t, endpoint, {
    ALLOWED_TABLES: 'others',
    ERROR_STATUS: 'lambda'
  })
  const envelope = { operation: 'list', tableName }
  const event = restEvent({ body: JSON.stringify(envelope) })
  const result = (await handler(event, contextOf(1_000, 'the-id'))) as FrontResult
  t.same(result.headers, {
    'content-type': 'application/json',
    'x-amzn-RequestId': 'the-id',
    vary: 'Accept'
  })
  const refusal = { errorType: 'AccessDeniedException', requestId: 'the-id' }
  expectAnswer(t, toAnswer(result), 200, refusal)
  await t.rejects(handler(envelope, contextOf()), { name: 'AccessDeniedException' })
  const unknown = (await handler(restEvent({ path: '/x' }), contextOf())) as FrontResult
  t.equal(unknown.statusCode, 403, 'the gateway’s errors keep their status')
})

t.test('a silent engine is answered 504 before the function’s time is over', async (t) => {
  const engine = await startFakeEngine(t, () => {})
  const silent = startHandler(t, engine.endpoint)
  const envelope = { operation: 'read', tableName, payload: { Key: { id: 'x' } } }
  // The handler keeps 500 ms for the answer, so that 1 ms of the 501 is left for DynamoDB.
  const event = restEvent({ body: JSON.stringify(envelope) })
  expectAnswer(t, toAnswer(await silent.handler(event, contextOf(501))), 504, {
    message: TIMED_OUT
  })
  await t.rejects(silent.handler(envelope, contextOf(700)), {
    name: 'EndpointRequestTimedOutException',
    message: TIMED_OUT
  })
  await engine.hungUp
  t.ok(engine.calls.length > 0, 'the engine was asked, and the call given up')
  await t.rejects(silent.handler(envelope, contextOf(0)), { message: TIMED_OUT })

  const hasty = startHandler(t, engine.endpoint, { REQUEST_TIMEOUT_MS: '1' })
  const timedOut = (await hasty.handler(event, contextOf(900_000))) as FrontResult
  t.equal(timedOut.statusCode, 504, 'REQUEST_TIMEOUT_MS ends it earlier')
})

t.test('an answer over Lambda’s limit is a 413 that names Limit', async (t) => {
  // Each quote takes four bytes in JSON within JSON.
  const quotes = (count: number) =>
    JSON.stringify({ operation: 'echo', payload: '"'.repeat(count) })
  const fits = await post(quotes(1_500_000))
  t.equal(fits.statusCode, 200)
  const result = await post(quotes(1_600_000))
  const errorMessage = /6291556 bytes.*Limit/
  expectAnswer(t, toAnswer(result), 413, { errorType: 'ResponseTooLarge', errorMessage })

  t.equal(String(await invoke(JSON.parse(quotes(3_000_000)))).length, 3_000_000)
  await t.rejects(invoke(JSON.parse(quotes(3_200_000))), { name: 'ResponseTooLarge' })

  const alb = (body: string) => invoke(sampleEvent('alb', { body })) as Promise<FrontResult>
  t.equal((await alb(quotes(200_000))).statusCode, 200)
  const tooLarge = await alb(quotes(300_000))
  t.equal(tooLarge.statusCode, 413, 'a load balancer takes one megabyte')
  t.equal(tooLarge.statusDescription, '413 Payload Too Large')
})

t.test('a write whose answer is too large says that it was made', async (t) => {
  const Key = { id: 'large' }
  const alb = async (operation: string, payload: Json) => {
    const body = JSON.stringify({ operation, tableName, payload })
    const result = (await invoke(sampleEvent('alb', { body }))) as FrontResult
    const { errorType, errorMessage } = JSON.parse(result.body)
    return { statusCode: result.statusCode, errorType, errorMessage }
  }
  // The item has 300 KB in the table, and 1.2 MB as JSON within JSON.
  const Item = { ...Key, quotes: '"'.repeat(300_000) }
  t.match(await alb('create', { Item }), { statusCode: 200 })
  const tooLarge = { statusCode: 413, errorType: 'ResponseTooLarge' }
  t.match(await alb('read', { Key }), { ...tooLarge, errorMessage: /^The answer is larger/ })
  t.match(await alb('delete', { Key, ReturnValues: 'ALL_OLD' }), {
    ...tooLarge,
    errorMessage: /^The write was made, only its answer is larger than the 1048576 bytes/
  })
  t.match(await invoke({ operation: 'read', tableName, payload: { Key } }), { Item: undefined })
})

t.test('a bare write too, but not one whose condition failed', async (t) => {
  const large = { quotes: { S: '"'.repeat(3_200_000) } }
  const failed = { ...refusal('ConditionalCheckFailedException'), Item: large }
  const engine = await startFakeEngine(t, ({ number }, response) =>
    number === 1 ? reply(response, 200, { Attributes: large }) : reply(response, 400, failed)
  )
  const { handler } = startHandler(t, engine.endpoint)
  const envelope = { operation: 'delete', tableName, payload: { Key: { id: 'x' } } }
  for (const message of [/^The write was made, only its answer/, /^The answer is larger/]) {
    await t.rejects(handler(envelope, contextOf()), { name: 'ResponseTooLarge', message })
  }
})

t.test('the limit is exact', async (t) => {
  const sizeOf = (result: unknown) => Buffer.byteLength(JSON.stringify(result))
  for (const [name, limit] of [
    ['rest-api-v1', 6_291_556],
    ['alb', 1_048_576]
  ] as const) {
    const event = sampleEvent(name)
    const echo = async (payload: string) =>
      (await invoke({
        ...event,
        body: JSON.stringify({ operation: 'echo', payload })
      })) as FrontResult
    const room = limit - sizeOf(await echo(''))
    t.equal(sizeOf(await echo('x'.repeat(room))), limit, name)
    t.equal((await echo('x'.repeat(room + 1))).statusCode, 413, name)
  }
  const bare = (size: number) => invoke({ operation: 'echo', payload: 'x'.repeat(size - 2) })
  t.equal(sizeOf(await bare(6_291_556)), 6_291_556)
  await t.rejects(bare(6_291_557), { name: 'ResponseTooLarge' })
})

t.test('the refusal of a huge request is small', async (t) => {
  const operation = '"'.repeat(2_500_000)
  const { statusCode, body } = await post(JSON.stringify({ operation }))
  t.equal(statusCode, 400)
  t.ok(body.length < 1000)
  await t.rejects(invoke({ operation }), { name: 'ValidationException' })
})

t.test('a throttled request is 429 to a front, and named to an invoker', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) =>
    reply(response, 400, refusal('ThrottlingException', 'slow down'))
  )
  const { handler } = startHandler(t, engine.endpoint)
  const envelope = { operation: 'list', tableName }
  const event = restEvent({ body: JSON.stringify(envelope) })
  const result = (await handler(event, contextOf())) as FrontResult
  t.equal(result.statusCode, 429)
  t.equal(result.headers?.['retry-after'], '1')
  await t.rejects(handler(envelope, contextOf()), { name: 'ThrottlingException' })
})

t.test('a connection that DynamoDB closed during a freeze is not used after it', async (t) => {
  const engine = await startClosingEngine(t)
  const { handler } = startHandler(t, engine.endpoint)
  // An ADD is not repeated if it was perhaps sent, so it would fail on a closed connection.
  const payload = {
    Key: { id: 'x' },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 }
  }
  const add = () => handler({ operation: 'update', tableName, payload }, contextOf())
  await add()
  for (let thaw = 1; thaw <= 20; thaw++) {
    // When Lambda freezes the process, the event loop already holds events, the next invocation
    // among them.
    const invoked = new Promise((resolve) => {
      stat('.', () => {
        engine.close()
        resolve(add())
      })
    })
    await t.resolves(invoked)
  }
})
