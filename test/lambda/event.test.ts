import t from 'tap'
import { expectAnswer } from '../fixtures/expect-answer.ts'
import {
  contextOf,
  type FrontResult,
  fronts,
  sampleEvent,
  startHandler,
  toAnswer
} from '../fixtures/lambda.ts'

const KEY = 'the-key'
const NOWHERE = 'http://127.0.0.1:1'
const ECHOED = { somekey1: 'somevalue1', somekey2: 'somevalue2' }

const { handler } = startHandler(t, NOWHERE)
const send = async (name: string, members = {}, context = contextOf()) =>
  (await handler(sampleEvent(name, members), context)) as FrontResult

/** Makes the members in which this front's event has the method and the path. */
function target(name: string, method: string, path: string): object {
  const { requestContext } = sampleEvent(name)
  const context = { ...(requestContext as object), http: { method, path } }
  return { httpMethod: method, path, rawPath: path, requestContext: context }
}

for (const name of fronts) {
  t.test(`${name} is answered as a front`, async (t) => {
    const result = await send(name, {}, contextOf(29_000, 'aws-request-id'))
    t.equal(result.statusCode, 200)
    t.same(JSON.parse(result.body), ECHOED)
    t.equal(result.isBase64Encoded, false)
    const expected = { 'content-type': 'application/json', 'x-amzn-RequestId': 'aws-request-id' }
    if (name === 'alb-multi-value') {
      t.notOk(result.headers, 'headers come back in the form in which they came')
      t.same(
        result.multiValueHeaders,
        Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, [value]]))
      )
    } else {
      t.same(result.headers, expected)
    }
    t.equal(result.statusDescription, name.startsWith('alb') ? '200 OK' : undefined)
  })

  t.test(`${name}: base64, a missing body, other paths and methods`, async (t) => {
    const text = '{"operation":"echo","payload":"grüße"}'
    const body = Buffer.from(text).toString('base64')
    t.equal((await send(name, { body, isBase64Encoded: true })).body, '"grüße"')
    t.equal((await send(name, { body: text, isBase64Encoded: false })).body, '"grüße"')

    for (const body of [null, undefined, '', 5]) {
      const missing = await send(name, { body, isBase64Encoded: false })
      expectAnswer(t, toAnswer(missing), 400, {
        message: /^Could not parse request body into json: ./
      })
    }

    for (const [method, path] of [
      ['GET', '/dynamodbmanager'],
      ['HEAD', '/dynamodbmanager'],
      ['post', '/dynamodbmanager'],
      ['POST', '/'],
      ['POST', '/dynamodbmanager/'],
      ['POST', '/other/dynamodbmanager'],
      ['GET', '/health']
    ] as const) {
      const unknown = await send(name, target(name, method, path))
      const message = 'Missing Authentication Token'
      expectAnswer(t, toAnswer(unknown), 403, { message }, {}, `${method} ${path}`)
    }
    for (const path of ['/dynamodbmanager', '/prod/DynamoDBManager']) {
      t.equal((await send(name, target(name, 'POST', path))).statusCode, 200, `POST ${path}`)
    }
  })
}

t.test('a stage that the front names is a prefix too', async (t) => {
  for (const name of ['http-api-v1', 'http-api-v2']) {
    t.equal((await send(name)).statusCode, 200, `${name} under /dev`)
    t.equal((await send(name, target(name, 'POST', '/test/dynamodbmanager'))).statusCode, 403)
  }
})

t.test('the base path that a custom domain maps to the API is ignored', async (t) => {
  // Such events are shown in https://github.com/aws-powertools/powertools-lambda-python/issues/576.
  for (const name of ['rest-api-v1', 'http-api-v1']) {
    const ask = async (path: string, context: object) => {
      const { requestContext: sample } = sampleEvent(name)
      const requestContext = { ...(sample as object), path, ...context }
      return (await send(name, { path, requestContext })).statusCode
    }
    for (const base of ['/lab', '/lab/v1', '']) {
      t.equal(await ask(`${base}/dynamodbmanager`, {}), 200, `${name} ${base}`)
    }
    t.equal(await ask('/lab/other', { resourcePath: '/other' }), 403, 'another resource')
    t.equal(await ask('/lab/dynamodbmanager', { resourcePath: '/{proxy+}' }), 403)
    t.equal(await ask('/lab/dynamodbmanager', { resourcePath: null }), 403)
  }
})

t.test('header names are read in any case, from either map', async (t) => {
  const { handler } = startHandler(t, NOWHERE, { API_KEYS: KEY })
  const status = async (members: object) => {
    const event = sampleEvent('rest-api-v1', { headers: null, multiValueHeaders: null, ...members })
    return ((await handler(event, contextOf())) as FrontResult).statusCode
  }
  for (const header of ['x-api-key', 'X-API-Key', 'X-Api-Key']) {
    t.equal(await status({ headers: { [header]: KEY } }), 200)
    t.equal(await status({ multiValueHeaders: { [header]: [KEY] } }), 200)
    t.equal(await status({ headers: { [header]: 'another' } }), 403)
    t.equal(
      await status({ multiValueHeaders: { [header]: [KEY, 'another'] } }),
      403,
      'two are none'
    )
  }
  const both = { headers: { 'x-api-key': KEY }, multiValueHeaders: { 'x-api-key': ['a', KEY] } }
  t.equal(await status(both), 403, 'the first of two, which only one map has, counts')
  t.equal(await status({}), 403)
  t.equal(await status({ headers: { authorization: KEY } }), 403)
  const answer = toAnswer(await handler(sampleEvent('http-api-v2'), contextOf()))
  expectAnswer(
    t,
    answer,
    403,
    { message: 'Forbidden' },
    { 'x-amzn-errortype': 'ForbiddenException' }
  )
})

t.test('checks come in the contract’s order', async (t) => {
  const { handler } = startHandler(t, NOWHERE, { API_KEYS: KEY, BODY_LIMIT: '40', STAGE: 'v1' })
  const long = '{"operation":"ping"'.padEnd(41)
  const key = { 'x-api-key': KEY }
  const statusOf = async (members: object) => {
    const event = sampleEvent('rest-api-v1', { multiValueHeaders: null, ...members })
    const { statusCode, body } = (await handler(event, contextOf())) as FrontResult
    return [statusCode, JSON.parse(body).message ?? JSON.parse(body).errorType]
  }
  t.same(await statusOf({ path: '/x', headers: {}, body: long }), [
    403,
    'Missing Authentication Token'
  ])
  t.same(await statusOf({ headers: {}, body: long }), [403, 'Forbidden'])
  t.same(await statusOf({ headers: key, body: long }), [413, 'Request Too Long'])
  const longest = sampleEvent('rest-api-v1', { multiValueHeaders: null, headers: key })
  longest.body = '{"operation":"ping"}'.padEnd(40)
  t.match(await handler(longest, contextOf()), { statusCode: 200 }, 'as long as may be')
  const base64 = { body: Buffer.from(long).toString('base64'), isBase64Encoded: true }
  t.same(await statusOf({ headers: key, ...base64 }), [413, 'Request Too Long'])
  t.match(await statusOf({ headers: key, body: '{' }), [400, /^Could not parse/])
  const gzip = { ...key, 'Content-Encoding': 'gzip' }
  t.match(await statusOf({ headers: gzip, body: '{}' }), [400, /^Could not parse/])
  t.same(await statusOf({ headers: key, body: '{}' }), [400, 'ValidationException'])
  t.same(await statusOf({ headers: key, path: '/v1/dynamodbmanager', body: '[]' }), [
    400,
    'ValidationException'
  ])
})

t.test('an event with an operation is an envelope, whatever else it carries', async (t) => {
  const { operation: _, ...rest } = sampleEvent('envelope')
  for (const name of fronts) {
    const envelope = sampleEvent(name, { operation: 'ping' })
    t.equal(await handler(envelope, contextOf()), 'pong', `with the members of ${name}`)
  }
  for (const event of [
    rest,
    null,
    [],
    'text',
    { requestContext: {} },
    { requestContext: null, httpMethod: 'POST', path: '/dynamodbmanager', body: '{}' },
    { requestContext: {}, httpMethod: ['POST'], path: '/dynamodbmanager' },
    { version: '2.0', rawPath: '/dynamodbmanager', requestContext: {} },
    { version: '2.0', rawPath: '/dynamodbmanager' },
    JSON.parse('{"__proto__":{"operation":"ping"}}'),
    { source: 'aws.events', detail: {} }
  ]) {
    await t.rejects(handler(event, contextOf()), { name: 'ValidationException' })
  }
})

t.test('a front’s event may be of odd shape and still is no 5xx', async (t) => {
  for (const members of [
    { headers: 'x', multiValueHeaders: undefined },
    { headers: { 'x-api-key': null, 'content-encoding': 5 } },
    { multiValueHeaders: { 'content-encoding': [null] } },
    { isBase64Encoded: 'yes', body: '%%%' },
    { requestContext: { stage: 5 }, path: '/x' },
    { requestContext: [] }
  ]) {
    const { statusCode } = await send('rest-api-v1', members)
    t.ok(statusCode < 500, JSON.stringify(members))
  }
})

t.test('the error for a body that is no text names its type', async (t) => {
  for (const name of fronts) {
    const answer = toAnswer(await send(name, { body: { operation: 'ping' } }))
    const expected = "expected a string in the event's body, got an object"
    expectAnswer(t, answer, 400, { message: `Could not parse request body into json: ${expected}` })
  }
})

t.test('an incomplete proxy event is refused as such, not as an envelope', async (t) => {
  for (const name of fronts) {
    const { requestContext: _, ...rest } = sampleEvent(name)
    await t.rejects(handler(rest, contextOf()), {
      name: 'ValidationException',
      message: /^The event: expected an envelope, or .* got a proxy event without requestContext$/
    })
  }
  await t.rejects(handler({ httpMethod: 'POST', requestContext: {} }, contextOf()), {
    message: /^The event: .* got a proxy event in which these are missing or of another kind$/
  })
})
