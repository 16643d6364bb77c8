import { spawn } from 'node:child_process'
import type { ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import { deferred } from '../fixtures/deferred.ts'
import { eventually } from '../fixtures/eventually.ts'
import { reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { connect } from '../fixtures/raw-request.ts'
import { request } from '../fixtures/request.ts'
import { run, startServerProcess, tableName } from '../fixtures/server-process.ts'

// The tests mostly wait for lingering connections, so more of them can run at once than processors.
t.jobs = 4

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(
    `${signal} ends it with 0, though connections are idle or stuck in their headers`,
    async (t) => {
      const server = await startServerProcess(t, { EMBEDDED_PATH: ':memory:' })
      await connect(server.port)
      const stuck = await connect(server.port)
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
    const server = await startServerProcess(t, { EMBEDDED_PATH: path })
    server.process.kill(signal)
    t.same(await server.exited, [null, signal])
  }
})

/** Stops a server with SIGTERM while the engine still holds back its answer to a read. */
async function stopWhileHeld(t: Test) {
  const { promise: isHeld, resolve: hold } = deferred<ServerResponse>()
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

t.test('a second signal, a second later, ends it at once, whatever is in flight', async (t) => {
  const { server, answer } = await stopWhileHeld(t)
  const lost = t.rejects(answer, { code: 'ECONNRESET' }, 'it waits for no 504')
  await eventually('its end', () => {
    server.process.kill('SIGTERM')
    return server.process.exitCode !== null
  })
  await lost
  t.same(await server.exited, [1, null])
})

t.test('what comes at once after the first signal is the same one', async (t) => {
  const { server, answer, held } = await stopWhileHeld(t)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) server.process.kill(signal)
  await run(server, 'ping').catch(() => {})
  reply(held, 200, { Item: { id: { S: 'held' } } })
  t.match(await answer, { status: 200 })
  t.same(await server.exited, [0, null])
})

t.test('Ctrl-C under node --watch, which passes it on, answers what is in flight', async (t) => {
  const { promise: isHeld, resolve: hold } = deferred<ServerResponse>()
  const engine = await startFakeEngine(t, ({ operation }, response) => {
    if (operation !== 'DescribeTable') hold(response)
    else reply(response, 200, { Table: { TableStatus: 'ACTIVE' } })
  })
  // `detached` makes a process group, as a terminal makes one for each job.
  const watch = spawn(process.execPath, ['--watch', 'dist/src/server.js'], {
    detached: true,
    env: { PATH: process.env.PATH, PORT: '0', AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint },
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const group = -(watch.pid as number)
  t.teardown(() => process.kill(group, 'SIGKILL'))
  let output = ''
  watch.stdout.on('data', (chunk) => {
    output += chunk
  })
  await eventually('its table', () => output.includes('table found'))
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(output)?.[1])
  const body = JSON.stringify({ operation: 'read', tableName, payload: { Key: { id: 'held' } } })
  const answer = request(port, { body })
  const held = await isHeld
  process.kill(group, 'SIGINT')
  await eventually('its word', () => output.includes('stopping'))
  reply(held, 200, { Item: { id: { S: 'held' } } })
  t.match(await answer, { status: 200, body: /^{"Item":{"id":"held"}/ })
})
