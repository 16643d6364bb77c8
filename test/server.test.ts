import { resolve } from 'node:path'

import t from 'tap'
import { startEmbedded } from './fixtures/engine.ts'
import { request } from './fixtures/request.ts'
import { freePort } from './fixtures/restartable.ts'
import { run, startServerProcess, tableName } from './fixtures/server-process.ts'

const server = await startServerProcess(t, { EMBEDDED_PATH: t.testdir() })

t.test('it says where it listens, and gives a curl to try', async (t) => {
  const line = server.lines.find((text) => text.includes('Listening')) ?? ''
  t.match(
    line,
    /try: curl http:\/\/127\.0\.0\.1:\d+\/dynamodbmanager -d '\{\\"operation\\":\\"ping\\"\}'/
  )
})

t.test('its log is JSON lines where no terminal reads it', async (t) => {
  await run(server, 'ping')
  await server.said('"operation":"ping"')
  for (const line of server.lines) t.type(JSON.parse(line), 'object')
})

t.test('started before its database it listens, is not ready, and can be stopped', async (t) => {
  const server = await startServerProcess(t, { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' })
  await server.said('waiting for the database')
  t.equal((await request(server.port, { method: 'GET', path: '/health' })).status, 200)
  t.equal((await request(server.port, { method: 'GET', path: '/ready' })).status, 503)
  server.process.kill('SIGTERM')
  t.same(await server.exited, [0, null])
})

t.test('it makes the table when the database comes', async (t) => {
  const port = await freePort()
  const server = await startServerProcess(t, {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`
  })
  await server.said('waiting for the database')
  await startEmbedded(t, port)
  await server.said('table made')
  t.equal((await request(server.port, { method: 'GET', path: '/ready' })).status, 200)
  t.equal((await run(server, 'create', { Item: { id: '1' } })).status, 200)
})

t.test('the embedded database is ready at once', async (t) => {
  await server.said('table made')
  t.equal((await request(server.port, { method: 'GET', path: '/ready' })).status, 200)
  t.equal(
    (await run(server, 'create', { Item: { id: '1' }, TableName: 'x' })).status,
    400,
    'and checked as it is behind every door'
  )
  const proto = await request(server.port, {
    body: `{"operation":"create","tableName":"${tableName}","payload":{"Item":{"id":"1","__proto__":1}}}`
  })
  t.equal(proto.status, 200, 'an attribute of any name is data')
})

t.test('an .env that cannot be read is told in plain words', async (t) => {
  const cwd = t.testdir({ dist: t.fixture('symlink', resolve('dist')), '.env': {} })
  const server = await startServerProcess(t, { PORT: '0' }, cwd)
  const [code] = await server.exited
  t.equal(code, 1)
  t.equal(server.lines.length, 2, 'without a stack')
  t.match(server.lines[1], /^ {2}\.env: expected a file that can be read, got EISDIR/)
})

t.test('a wrong configuration is told in plain words, and nothing starts', async (t) => {
  const server = await startServerProcess(t, { PORT: 'http', DYNAMODB: 'mysql' })
  const [code] = await server.exited
  t.equal(code, 1)
  const text = server.lines.join('\n')
  t.match(text, 'PORT: expected a whole number')
  t.match(text, 'DYNAMODB: expected one of embedded, aws')
  t.notMatch(text, / at .*\.js/, 'no stack')
})

t.test('a port that is taken is told in plain words', async (t) => {
  const second = await startServerProcess(t, {
    PORT: String(server.port),
    EMBEDDED_PATH: ':memory:'
  })
  const [code] = await second.exited
  t.equal(code, 1)
  t.match(second.lines.join('\n'), /EADDRINUSE.*\. PORT chooses another\.$/m)
  t.notMatch(second.lines.join('\n'), / at .*\.js/)
})

t.test('so is an address that this machine does not have', async (t) => {
  const server = await startServerProcess(t, {
    // An address that is reserved for documentation: https://www.rfc-editor.org/rfc/rfc5737
    HOST: '192.0.2.1',
    PORT: '0',
    EMBEDDED_PATH: ':memory:'
  })
  t.same(await server.exited, [1, null])
  t.match(server.lines.join('\n'), /^listen EADDRNOTAVAIL.*\. HOST chooses another\.$/m)
})

t.test(
  'another TABLE_KEY than that of the table that is there is told, and what to write',
  async (t) => {
    const path = t.testdir()
    const first = await startServerProcess(t, { EMBEDDED_PATH: path, TABLE_KEY: 'pk:S,sk:N' })
    await first.said('table made')
    first.process.kill()
    await first.exited
    const server = await startServerProcess(t, { EMBEDDED_PATH: path })
    await server.said('left as it is')
    const line = server.lines.find((text) => text.includes('left as it is')) ?? ''
    t.match(JSON.parse(line), {
      level: 40,
      table: 'lambda-apigateway',
      msg: /it has the key pk:S,sk:N, not id:S\. TABLE_KEY /
    })
    const { status } = await request(server.port, { method: 'GET', path: '/ready' })
    t.equal(status, 200, 'the table is there')
  }
)
