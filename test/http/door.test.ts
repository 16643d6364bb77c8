import { once } from 'node:events'
import net from 'node:net'
import t, { type Test } from 'tap'
import { startEngine } from '../fixtures/engine.ts'
import { request } from '../fixtures/request.ts'
import { type Service, startService } from '../fixtures/service.ts'

const { endpoint } = await startEngine(t)
const ping = { operation: 'ping' }

function start(t: Test, env: Record<string, string> = {}): Promise<Service> {
  return startService(t, { endpoint, env })
}

t.test('API_KEYS: any of the keys opens the door, everything else is 403', async (t) => {
  const service = await start(t, { API_KEYS: 'first,second' })
  for (const key of ['first', 'second']) {
    t.equal((await service.post(ping, { 'x-api-key': key })).status, 200)
  }
  const wrong: Record<string, string>[] = [
    {},
    { 'x-api-key': '' },
    { 'x-api-key': 'third' },
    { 'x-api-key': 'first,second' },
    { authorization: 'first' }
  ]
  for (const headers of wrong) {
    const answer = await service.post(ping, headers)
    t.equal(answer.status, 403)
    t.equal(answer.headers['x-amzn-errortype'], 'ForbiddenException')
    t.same(JSON.parse(answer.body), { message: 'Forbidden' })
  }
  t.equal(
    (await service.send({ path: '/x', body: '' })).body,
    '{"message":"Missing Authentication Token"}'
  )
  t.equal((await service.post('{', {})).status, 403, 'the key is asked for before the body is read')
  t.equal((await service.send({ method: 'GET', path: '/health' })).status, 200, 'health needs none')
})

t.test('ALLOWED_TABLES: another table is 403, before its payload is looked at', async (t) => {
  const service = await start(t, { TABLE_NAME: 'allowed-one', ALLOWED_TABLES: 'allowed-one' })
  const list = (tableName: string) => service.post({ operation: 'list', tableName })
  t.equal((await list('allowed-one')).status, 200)
  for (const name of [
    'allowed-two',
    'Allowed-one',
    'allowed-one ',
    'allowed-one/index/x',
    'arn:aws:dynamodb:us-east-1:000000000000:table/allowed-one',
    '__proto__'
  ]) {
    const answer = await list(name)
    t.equal(answer.status, 403)
    t.equal(JSON.parse(answer.body).errorType, 'AccessDeniedException')
    t.notMatch(answer.body, 'allowed-one"', 'no other table is told')
  }
  const early = await service.post({ operation: 'create', tableName: 'other-table', payload: 5 })
  t.equal(early.status, 403)
  t.match(service.logs.at(-1), { tableName: 'other-table', statusCode: 403 })
})

t.test(
  'ERROR_STATUS=lambda: the function’s errors have status 200, the gateway’s their own',
  async (t) => {
    const service = await start(t, { ERROR_STATUS: 'lambda', BODY_LIMIT: '1000' })
    const failed = await service.post({ operation: 'nothing' })
    t.equal(failed.status, 200)
    t.match(JSON.parse(failed.body), {
      errorType: 'ValidationException',
      errorMessage: 'Unrecognized operation "nothing"'
    })
    const missing = await service.post({ operation: 'list', tableName: 'no-such-table' })
    t.equal(missing.status, 200)
    t.equal(JSON.parse(missing.body).errorType, 'ResourceNotFoundException')
    t.equal((await service.post('{')).status, 400)
    t.equal((await service.post('x'.repeat(1001))).status, 413)
    t.equal((await service.send({ method: 'GET', path: '/x' })).status, 403)
  }
)

t.test('a body over the limit is 413, announced or chunked', async (t) => {
  const service = await start(t, { BODY_LIMIT: '1000' })
  const fits = JSON.stringify({ operation: 'echo', payload: 'x'.repeat(967) })
  t.equal(fits.length, 1000)
  t.equal((await service.post(fits)).status, 200, 'a body of the limit is served')
  for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
    const answer = await service.post(`${fits} `, headers)
    t.equal(answer.status, 413)
    t.same(JSON.parse(answer.body), { message: 'Request Too Long' })
  }
  const chunked = await service.post(fits, { 'transfer-encoding': 'chunked' })
  t.equal(chunked.status, 200, 'a chunked body is a body')
})

t.test('who sends a body to its end before reading is told 413 then', async (t) => {
  const service = await start(t)
  // More than fits the buffers on the way.
  const body = Buffer.alloc(20_000_000, 'x')
  for (const connection of ['close', 'keep-alive']) {
    const socket = net.connect(service.port, '127.0.0.1').pause()
    socket.write(
      `POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\nContent-Length: ${body.length}\r\n\r\n`
    )
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.write(body, () => resolve())
    })
    const [answer] = await once(socket.resume(), 'data')
    t.match(String(answer), /^HTTP\/1\.1 413 /, connection)
    socket.destroy()
  }
})

t.test('the rest of a body that was answered already has no more time than the body', async (t) => {
  const service = await start(t, { REQUEST_TIMEOUT_MS: '100' })
  const socket = net.connect(service.port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write('POST /unknown HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n')
  const [answer] = await once(socket, 'data')
  t.match(String(answer), /^HTTP\/1\.1 403 /)
  while (!socket.destroyed) {
    socket.write('x')
    await service.send({ method: 'GET', path: '/health' })
  }
})

t.test('a body of Lambda’s 6,291,456 bytes is served, one more is not', async (t) => {
  const service = await start(t)
  const shell = JSON.stringify({ operation: 'echo', payload: '' })
  const body = shell.replace('""', `"${'x'.repeat(6_291_456 - shell.length)}"`)
  t.equal((await service.post(body)).body.length, 6_291_456 - shell.length + 2)
  t.equal((await service.post(`${body} `)).status, 413)
  t.equal((await service.post(ping)).status, 200)
})

t.test('a body that comes too slowly is 504, and its connection is closed', async (t) => {
  const service = await start(t, { REQUEST_TIMEOUT_MS: '100' })
  const socket = net.connect(service.port, '127.0.0.1')
  socket.write(
    'POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"operation"'
  )
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  await once(socket, 'close')
  t.match(answer, /^HTTP\/1\.1 504 /)
  t.ok(answer.endsWith('{"message":"Endpoint request timed out"}'))
})

t.test('a body that is cut short writes nothing, and the server goes on', async (t) => {
  const service = await start(t)
  const body = JSON.stringify({
    operation: 'create',
    tableName: service.tableName,
    payload: { Item: { id: 'cut' } }
  })
  const socket = net.connect(service.port, '127.0.0.1')
  socket.end(
    `POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length + 1}\r\n\r\n${body}`
  )
  socket.resume()
  await once(socket, 'close')
  const list = await service.post({ operation: 'list', tableName: service.tableName })
  t.same(JSON.parse(list.body).Items, [])
})

t.test('health and readiness', async (t) => {
  const service = await start(t)
  for (const path of ['/health', '/ready']) {
    t.equal((await service.send({ method: 'GET', path })).status, 200)
    const head = await service.send({ method: 'HEAD', path })
    t.equal(head.status, 200)
    t.equal(head.body, '')
    for (const other of [`${path}/`, path.toUpperCase(), `/Prod${path}`]) {
      t.equal((await service.send({ method: 'GET', path: other })).status, 403)
    }
    t.equal((await service.send({ method: 'POST', path })).status, 403)
  }
  t.same(
    service.logs.filter(({ statusCode }) => statusCode === 200),
    [],
    'both are silent while well'
  )
  const without = await startService(t, { endpoint, table: false })
  t.equal(
    (await without.send({ method: 'GET', path: '/ready' })).status,
    503,
    'no table: not ready'
  )
  t.equal((await without.send({ method: 'GET', path: '/health' })).status, 200)
  t.match(without.logs, [
    { msg: 'not ready', cause: 'ResourceNotFoundException' },
    { statusCode: 503 }
  ])
})

t.test('one line per request says what happened, and never what was in it', async (t) => {
  const service = await start(t, { API_KEYS: 'planted-api-key' })
  const { tableName } = service
  const key = { 'x-api-key': 'planted-api-key' }
  const post = (operation: string, payload: unknown) =>
    service.post({ operation, tableName, payload }, key)
  await post('create', {
    Item: { id: 'planted-id', 'planted-name': 'planted-value' },
    ReturnConsumedCapacity: 'TOTAL'
  })
  await post('read', { Key: { id: 'planted-id' } })
  await post('create', {
    Item: { id: 'planted-id' },
    ConditionExpression: 'attribute_not_exists(id)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
  })
  await post('create', { Item: { id: 'planted-id', n: '\ud800' }, Planted: 'planted' })
  await service.post('{"planted', key)
  await service.post(ping)
  t.equal(service.logs.length, 6)
  const [created, read, failed, refused, unread, forbidden] = service.logs
  t.match(created, {
    operation: 'create',
    tableName,
    statusCode: 200,
    retries: 0,
    consumedCapacity: 1
  })
  for (const member of ['ms', 'dynamodbMs']) t.type(created?.[member], 'number')
  t.type(created?.requestId, 'string')
  t.match(read, { operation: 'read', statusCode: 200 })
  t.notOk('consumedCapacity' in (read ?? {}))
  t.match(failed, { statusCode: 409, errorType: 'ConditionalCheckFailedException', retries: 0 })
  t.match(refused, {
    operation: 'create',
    tableName,
    statusCode: 400,
    errorType: 'ValidationException'
  })
  t.match(unread, { statusCode: 400, errorType: 'BadRequestException' })
  t.match(forbidden, { statusCode: 403, errorType: 'ForbiddenException' })
  t.notMatch(JSON.stringify(service.logs), /planted/i)
})

t.test(
  'many requests on one connection, and many connections, all get their own answer',
  async (t) => {
    const service = await start(t)
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => service.post({ operation: 'echo', payload: n }))
    )
    t.same(
      answers.map(({ body }) => body),
      Array.from({ length: 200 }, (_, n) => String(n))
    )
    t.equal(new Set(answers.map(({ headers }) => headers['x-amzn-requestid'])).size, 200)
  }
)

/** Writes bytes to a connection of their own, and answers all that comes back. */
async function writeBytes(port: number, bytes: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  let answer = ''
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.write(bytes)
  await once(socket, 'close')
  return answer
}

t.test('what Node’s parser refuses is answered in the gateway’s shape', async (t) => {
  const service = await start(t)
  const cases: [string, string, string][] = [
    ['GARBAGE\r\n\r\n', '400 Bad Request', 'Bad Request'],
    [
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
      '400 Bad Request',
      'Bad Request'
    ],
    [
      'POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      '400 Bad Request',
      'Bad Request'
    ],
    [
      `POST / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
      'Request Header Fields Too Large'
    ]
  ]
  for (const [bytes, status, message] of cases) {
    const answer = await writeBytes(service.port, bytes)
    t.ok(answer.startsWith(`HTTP/1.1 ${status}\r\n`), answer)
    t.ok(answer.endsWith(`\r\n\r\n{"message":"${message}"}`), answer)
    t.match(answer, /content-type: application\/json/i)
    t.match(answer, /connection: close/i)
  }
  t.equal((await request(service.port, { body: JSON.stringify(ping) })).body, '"pong"')
})

t.test('what Node would answer by itself is answered by the contract', async (t) => {
  const service = await start(t)
  const hostless = await writeBytes(
    service.port,
    'POST /dynamodbmanager HTTP/1.1\r\nContent-Length: 20\r\n\r\n{"operation":"ping"}'
  )
  t.match(hostless, /^HTTP\/1\.1 400 /)
  t.match(hostless, /\r\nx-amzn-requestid: /i)
  t.match(hostless, 'expected a Host header')
  const connect = await writeBytes(service.port, 'CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n')
  t.match(connect, /^HTTP\/1\.1 403 /)
  t.match(connect, /\r\nx-amzn-requestid: /i)
  t.match(connect, '{"message":"Missing Authentication Token"}')
  while (service.logs.length < 2) await service.send({ method: 'GET', path: '/health' })
  t.same(
    service.logs.map(({ statusCode }) => statusCode),
    [400, 403],
    'and has its line in the log'
  )
  const old = 'POST /dynamodbmanager HTTP/1.0\r\nContent-Length: 20\r\n\r\n{"operation":"ping"}'
  t.match(await writeBytes(service.port, old), /^HTTP\/1\.1 200 /, 'of HTTP/1.0 none is expected')
})

t.test('a request that works is never answered for the garbage behind it', async (t) => {
  const service = await start(t)
  const body = JSON.stringify({
    operation: 'create',
    tableName: service.tableName,
    payload: { Item: { id: 'before-garbage' } }
  })
  const answer = await writeBytes(
    service.port,
    `POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}GARBAGE\r\n\r\n`
  )
  t.notMatch(answer, '400', 'the write may have happened')
})

t.test('a target in full is its path, and one that is none is unknown', async (t) => {
  const service = await start(t)
  const statusOf = async (target: string) =>
    (
      await writeBytes(
        service.port,
        `POST ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 20\r\n\r\n{"operation":"ping"}`
      )
    ).slice(9, 12)
  t.equal(await statusOf('http://x/dynamodbmanager'), '200')
  t.equal(await statusOf('HTTPS://x:1/prod/DynamoDBManager?y'), '200')
  for (const target of ['http://x', 'http://x/%64ynamodbmanager', '*']) {
    t.equal(await statusOf(target), '403', target)
  }
})

t.test('a body whose end is doubtful is refused, and so is what follows it', async (t) => {
  const service = await start(t)
  const body = JSON.stringify({
    operation: 'create',
    tableName: service.tableName,
    payload: { Item: { id: 'hidden' } }
  })
  const hidden = `POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`
  for (const coding of [
    'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: xchunked'
  ]) {
    for (const path of ['/dynamodbmanager', '/unknown']) {
      const answer = await writeBytes(
        service.port,
        `POST ${path} HTTP/1.1\r\nHost: x\r\n${coding}\r\n\r\n0\r\n\r\n${hidden}`
      )
      t.ok(answer.startsWith('HTTP/1.1 400 '), answer)
      t.match(answer, 'Transfer-Encoding')
      t.equal(answer.split('HTTP/1.1 ').length, 2, 'one answer')
    }
  }
  const list = await service.post({ operation: 'list', tableName: service.tableName })
  t.same(JSON.parse(list.body).Items, [])
  const chunked = await service.post(ping, { 'transfer-encoding': 'Chunked' })
  t.equal(chunked.status, 200)
})
