import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { crc32 } from 'node:zlib'
import t, { type Test } from 'tap'
import { createEngine } from '../../../src/engine/engine.ts'
import { openPort } from '../../../src/engine/port/port.ts'

const AUTHORIZATION = 'AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=f'

const SIGNED = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization: AUTHORIZATION
}

const to = (operation: string) => ({ ...SIGNED, 'x-amz-target': `DynamoDB_20120810.${operation}` })

async function open(t: Test, origins: string[] = []) {
  const engine = await createEngine()
  const port = await openPort(engine.call, { port: 0, origins })
  t.teardown(async () => {
    await port.close()
    await engine.close()
  })
  return async (
    headers: Record<string, string>,
    body: string | undefined,
    method = 'POST',
    path = '/'
  ) => {
    const sent = httpRequest({ host: '127.0.0.1', port: port.port, method, headers, path })
    sent.end(body)
    const [answer] = await once(sent, 'response')
    let text = ''
    for await (const chunk of answer) text += chunk
    return { status: answer.statusCode, headers: answer.headers, text }
  }
}

t.test('a call is answered with DynamoDB’s headers', async (t) => {
  const send = await open(t)
  const { status, headers, text } = await send(to('ListTables'), '{}')
  t.equal(status, 200)
  t.equal(text, '{"TableNames":[]}')
  t.match(headers['x-amzn-requestid'], /^[A-Z0-9]{52}$/)
  t.equal(headers['x-amz-crc32'], String(crc32(text)))
  t.equal(headers['content-type'], 'application/x-amz-json-1.0')
})

t.test('an error has its type and status', async (t) => {
  const send = await open(t)
  const { status, text } = await send(to('DescribeTable'), '{"TableName":"none"}')
  t.equal(status, 400)
  t.match(JSON.parse(text), {
    __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException',
    message: 'Requested resource not found: Table: none not found'
  })
})

t.test('what is not DynamoDB’s protocol is refused in its words', async (t) => {
  const send = await open(t)
  const typeOf = async (headers: Record<string, string>, body?: string) =>
    JSON.parse((await send(headers, body)).text).__type.split('#')[1]
  t.equal(await typeOf(to('ListTables'), '{'), 'SerializationException')
  t.equal(await typeOf(to('ListTables')), 'SerializationException')
  t.equal(await typeOf(to('ListTables'), '[]'), 'SerializationException')
  t.equal(await typeOf(SIGNED, '{}'), 'UnknownOperationException')
  t.equal(await typeOf(to('ExecuteStatement'), '{}'), 'UnknownOperationException')
  const { authorization, ...unsigned } = to('ListTables')
  t.equal(await typeOf(unsigned, '{}'), 'MissingAuthenticationTokenException')
  const half = { ...unsigned, authorization: 'AWS4-HMAC-SHA256 Credential=a' }
  t.equal(await typeOf(half, '{}'), 'IncompleteSignatureException')
  const form = { ...to('ListTables'), 'content-type': 'application/x-www-form-urlencoded' }
  const { status, text } = await send(form, '{}')
  t.equal(status, 404)
  t.equal(text, '<UnknownOperationException/>\n')
})

t.test('a signature may stand in the query', async (t) => {
  const send = await open(t)
  const { authorization, ...unsigned } = to('ListTables')
  const query = ['Algorithm', 'Credential', 'Signature', 'SignedHeaders', 'Date']
    .map((name) => `X-Amz-${name}=x`)
    .join('&')
  t.equal((await send(unsigned, '{}', 'POST', `/?${query}`)).status, 200)
  t.match((await send(to('ListTables'), '{}', 'POST', `/?${query}`)).text, /Found both/)
  t.match((await send(unsigned, '{}', 'POST', '/?X-Amz-Algorithm=x')).text, /'X-Amz-Credential'/)
})

t.test('a body over 16 MB is 413, with or without its length', async (t) => {
  const send = await open(t)
  const length = { ...to('PutItem'), 'content-length': String(17 * 1024 * 1024) }
  t.equal((await send(length, '{')).status, 413)
})

t.test('GET says that it is healthy', async (t) => {
  const send = await open(t)
  const { status, text } = await send({}, undefined, 'GET')
  t.equal(status, 200)
  t.match(text, /^healthy/)
})

t.test('a page of an origin that is not named is refused, whatever it asks for', async (t) => {
  const send = await open(t, ['http://good.example'])
  const bad = await send({ ...to('ListTables'), origin: 'http://bad.example' }, '{}')
  t.equal(bad.status, 403)
  t.equal(bad.headers['access-control-allow-origin'], undefined)
  t.equal((await send({ origin: 'null' }, undefined, 'GET')).status, 403)
  t.equal((await send({ origin: 'http://bad.example' }, undefined, 'OPTIONS')).status, 403)
  const good = await send({ ...to('ListTables'), origin: 'http://good.example' }, '{}')
  t.equal(good.status, 200)
  t.equal(good.headers['access-control-allow-origin'], 'http://good.example')
  const preflight = await send(
    { origin: 'http://good.example', 'access-control-request-headers': 'x-amz-target' },
    undefined,
    'OPTIONS'
  )
  t.equal(preflight.status, 200)
  t.equal(preflight.headers['access-control-allow-headers'], 'x-amz-target')
})
