import type { ServerResponse } from 'node:http'
import t, { type Test } from 'tap'
import { deferred } from '../fixtures/deferred.ts'
import { reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { connect } from '../fixtures/raw-request.ts'
import { run, startServerProcess } from '../fixtures/server-process.ts'

// They wait for what lingers, not for a processor.
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

/** A server that was told to stop while the engine holds its answer to a read. */
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

t.test('a second signal ends it at once, whatever is in flight', async (t) => {
  const { server, answer } = await stopWhileHeld(t)
  server.process.kill('SIGTERM')
  await t.rejects(answer, { code: 'ECONNRESET' }, 'it waits for no 504')
  t.same(await server.exited, [1, null])
})
