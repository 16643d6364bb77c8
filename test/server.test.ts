import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import dynalite from 'dynalite'
import t, { type Test } from 'tap'
import { reply, startFakeEngine } from './fixtures/fake-engine.ts'
import { type Answer, request } from './fixtures/request.ts'
import { freePort } from './fixtures/restartable.ts'
import { type ServerProcess, startServerProcess } from './fixtures/server-process.ts'

const tableName = 'lambda-apigateway'

function run(server: ServerProcess, operation: string, payload?: unknown): Promise<Answer> {
  return request(server.port, { body: JSON.stringify({ operation, tableName, payload }) })
}

function start(t: Test, env: Record<string, string> = {}): Promise<ServerProcess> {
  return startServerProcess(t, { EMBEDDED_PATH: t.testdir(), ...env })
}

t.test('what was created is there after a stop, and after a kill', async (t) => {
  const path = t.testdir()
  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGKILL'] as const) {
    const server = await startServerProcess(t, { EMBEDDED_PATH: path })
    await server.said('table ')
    t.equal((await run(server, 'create', { Item: { id: `before ${signal}`, n: 1 } })).status, 200)
    server.process.kill(signal)
    await server.exited
  }
  const server = await startServerProcess(t, { EMBEDDED_PATH: path })
  await server.said('table found')
  const { body } = await run(server, 'list')
  t.same(
    JSON.parse(body)
      .Items.map(({ id }: { id: string }) => id)
      .sort(),
    ['before SIGKILL', 'before SIGTERM']
  )
})

t.test('it says where it listens, and gives a curl to try', async (t) => {
  const server = await start(t)
  const line = server.lines.find((text) => text.includes('Listening')) ?? ''
  t.match(
    line,
    /try: curl http:\/\/127\.0\.0\.1:\d+\/dynamodbmanager -d '\{\\"operation\\":\\"ping\\"\}'/
  )
})

t.test('its log is JSON lines where no terminal reads it', async (t) => {
  const server = await start(t)
  await run(server, 'ping')
  await server.said('"operation":"ping"')
  for (const line of server.lines) t.type(JSON.parse(line), 'object')
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(
    `${signal} ends it with 0, though connections are idle or stuck in their headers`,
    async (t) => {
      const server = await start(t)
      const idle = net.connect(server.port, '127.0.0.1')
      const stuck = net.connect(server.port, '127.0.0.1')
      for (const socket of [idle, stuck]) {
        socket.on('error', () => {})
        await once(socket, 'connect')
      }
      stuck.write('POST /dynamodbmanager HTTP/1.1\r\nHost:')
      await run(server, 'ping')
      server.process.kill(signal)
      t.same(await server.exited, [0, null])
    }
  )
}

t.test('a crash ends the process, with files that can be opened again', async (t) => {
  const path = t.testdir()
  for (const signal of ['SIGSEGV', 'SIGABRT', 'SIGBUS'] as const) {
    const server = await start(t, { EMBEDDED_PATH: path })
    server.process.kill(signal)
    t.same(await server.exited, [null, signal])
  }
})

/** A server that was told to stop while the engine holds its answer to a read. */
async function stopWhileHeld(t: Test) {
  let hold = (_response: ServerResponse): void => {}
  const isHeld = new Promise<ServerResponse>((resolve) => {
    hold = resolve
  })
  const engine = await startFakeEngine(t, ({ operation }, response) => {
    if (operation === 'DescribeTable') {
      reply(response, 200, { Table: { TableStatus: 'ACTIVE' } })
    } else hold(response)
  })
  const server = await startServerProcess(t, { AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint })
  await server.said('table found')
  const answer = run(server, 'read', { Key: { id: 'held' } })
  const held = await isHeld
  server.process.kill('SIGTERM')
  await server.said('stopping')
  return { server, answer, held }
}

t.test('SIGTERM answers what is in flight', async (t) => {
  const { server, answer, held } = await stopWhileHeld(t)
  reply(held, 200, { Item: { id: { S: 'held' } } })
  t.match(await answer, { status: 200, body: /^{"Item":{"id":"held"}/ })
  t.same(await server.exited, [0, null])
  t.match(server.lines.join('\n'), '"statusCode":200', 'and its line is in the log')
})

t.test('a second signal ends it at once, whatever is in flight', async (t) => {
  const { server, answer } = await stopWhileHeld(t)
  server.process.kill('SIGTERM')
  await t.rejects(answer, { code: 'ECONNRESET' }, 'it waits for no 504')
  t.same(await server.exited, [1, null])
})

t.test(
  'a body that would become more than the memory there is is 413, and ends nothing',
  async (t) => {
    const env = { EMBEDDED_PATH: ':memory:', NODE_OPTIONS: '--max-old-space-size=64' }
    const server = await startServerProcess(t, env)
    const send = async (value: string, bytes: number) => {
      const payload = Array(Math.floor(bytes / (value.length + 1))).fill(value)
      return request(server.port, { body: `{"operation":"echo","payload":[${payload.join()}]}` })
    }
    for (const value of ['{}', '[]', '{"":{}}', '0.12345678901234567']) {
      t.equal((await send(value, 6_000_000)).status, 413, value)
      t.equal((await send(value, 1_000_000)).status, 200, value)
    }
    t.equal((await send('"some text"', 6_000_000)).status, 200)
  }
)

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
  const database = dynalite({ path: undefined, createTableMs: 0, deleteTableMs: 0 }).listen(
    port,
    '127.0.0.1'
  )
  t.teardown(() => database.close())
  await server.said('table made')
  t.equal((await request(server.port, { method: 'GET', path: '/ready' })).status, 200)
  t.equal((await run(server, 'create', { Item: { id: '1' } })).status, 200)
})

t.test('the embedded database is ready at once', async (t) => {
  const server = await start(t)
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
  t.equal(proto.status, 400)
})

t.test('an embedded database in memory that dies has its table again', async (t) => {
  // Ends the thread of the database, the last that was started, when it is told to.
  const preload =
    "process.on('worker',w=>globalThis.last=w).on('SIGWINCH',()=>globalThis.last.terminate())"
  const server = await start(t, {
    EMBEDDED_PATH: ':memory:',
    NODE_OPTIONS: `--import=data:text/javascript,${preload}`
  })
  await server.said('table made')
  server.lines.length = 0
  server.process.kill('SIGWINCH')
  await server.said('table made')
  t.equal((await run(server, 'create', { Item: { id: '1' } })).status, 200)
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
  const first = await start(t)
  const second = await startServerProcess(t, {
    PORT: String(first.port),
    EMBEDDED_PATH: ':memory:'
  })
  const [code] = await second.exited
  t.equal(code, 1)
  t.match(second.lines.join('\n'), /EADDRINUSE.*\. PORT chooses another\.$/)
  t.notMatch(second.lines.join('\n'), / at .*\.js/)
})

t.test('so is an address that this machine does not have', async (t) => {
  const server = await startServerProcess(t, {
    // Of the documentation: https://www.rfc-editor.org/rfc/rfc5737
    HOST: '192.0.2.1',
    PORT: '0',
    EMBEDDED_PATH: ':memory:'
  })
  t.same(await server.exited, [1, null])
  t.match(server.lines, [/^listen EADDRNOTAVAIL.*\. HOST chooses another\.$/])
})

t.test('files that another process has open are told in plain words', async (t) => {
  const path = t.testdir()
  const first = await startServerProcess(t, { EMBEDDED_PATH: path })
  await first.said('table made')
  const second = await startServerProcess(t, { EMBEDDED_PATH: path, PORT: '0' })
  t.same(await second.exited, [1, null])
  t.equal(second.lines.length, 1, 'without a stack')
  t.match(second.lines[0], `${path}: another process has them open.`)
  t.equal((await run(first, 'ping')).status, 200)
})

async function checkRefusedPath(t: Test, path: string, reason: string): Promise<void> {
  const server = await startServerProcess(t, { EMBEDDED_PATH: path, PORT: '0' })
  t.same(await server.exited, [1, null])
  t.equal(server.lines.length, 1, 'without a stack')
  t.match(server.lines[0], `${path}: ${reason}`)
  t.notMatch(server.lines[0], 'another process')
}

t.test('a path for the files that is no folder is told as such', async (t) => {
  const file = join(t.testdir({ file: '' }), 'file')
  await checkRefusedPath(t, file, 'it is no folder (EEXIST)')
  await checkRefusedPath(t, join(file, 'below'), 'it is no folder (ENOTDIR)')
})

t.test('so are files that are damaged, in LevelDB’s own words', async (t) => {
  await checkRefusedPath(t, t.testdir({ CURRENT: 'junk' }), 'Corruption: CURRENT file')
})

const isRoot = process.getuid?.() === 0
t.test('so is one that may not be written', { skip: isRoot && 'root may' }, async (t) => {
  const path = t.testdir()
  await chmod(path, 0o500)
  t.teardown(() => chmod(path, 0o700))
  await checkRefusedPath(t, path, 'it may not be written (EACCES)')
})

t.test('folders above the one for the files are made', async (t) => {
  const server = await start(t, { EMBEDDED_PATH: join(t.testdir(), 'above', 'files') })
  await server.said('table made')
})

t.test('an install without dynalite says so, and serves another engine', async (t) => {
  const copy = await mkdtemp(join(tmpdir(), 'install-'))
  t.teardown(() => rm(copy, { recursive: true }))
  for (const name of ['package.json', 'dist/src']) {
    await cp(name, join(copy, name), { recursive: true })
  }
  await mkdir(join(copy, 'node_modules'))
  for (const name of await readdir('node_modules')) {
    if (name === 'dynalite') continue
    await symlink(resolve('node_modules', name), join(copy, 'node_modules', name))
  }
  const embedded = await startServerProcess(t, { PORT: '0', EMBEDDED_PATH: t.testdir() }, copy)
  const [code] = await embedded.exited
  t.equal(code, 1)
  t.equal(embedded.lines.length, 1, 'without a stack')
  t.match(embedded.lines[0], /^DYNAMODB=embedded needs the package dynalite/)
  const elsewhere = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' }
  const server = await startServerProcess(t, elsewhere, copy)
  t.equal((await run(server, 'ping')).status, 200)
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
    await server.said('table found')
    const line = server.lines.find((text) => text.includes('table found')) ?? ''
    t.match(JSON.parse(line), {
      level: 40,
      table: 'lambda-apigateway',
      key: 'pk:S,sk:N',
      msg: /another key than TABLE_KEY=id:S.+set TABLE_KEY=pk:S,sk:N/
    })
    const { status } = await request(server.port, { method: 'GET', path: '/ready' })
    t.equal(status, 200, 'the table is there')
  }
)
