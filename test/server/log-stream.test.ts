import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createLogStream, MAX_WAITING } from '../../src/server/log-stream.ts'
import { deferred } from '../fixtures/deferred.ts'
import { reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { request } from '../fixtures/request.ts'
import { freePort } from '../fixtures/restartable.ts'

const FULL = '/dev/full'
const skip = !existsSync(FULL) && `needs ${FULL}`

t.test('lines that cannot be written wait, up to a limit, until they can', { skip }, async (t) => {
  const path = join(t.testdir(), 'log')
  const stream = createLogStream(openSync(FULL, 'w'))
  const failed = once(stream, 'error')
  const line = `${'x'.repeat(1023)}\n`
  for (let bytes = 0; bytes < MAX_WAITING; bytes += line.length) stream.write(line)
  await failed.catch(() => {})
  stream.flushSync()
  // Of the disk that has room again.
  Object.assign(stream, { fd: openSync(path, 'w') })
  const written = once(stream, 'drain')
  stream.write('dropped\n')
  await written
  t.equal(readFileSync(path, 'utf8'), line.repeat(MAX_WAITING / line.length))
  stream.write('then\n')
  stream.flushSync()
  t.match(readFileSync(path, 'utf8'), /x\nthen\n$/)
})

t.test('a log on a full disk stops neither the service nor its end', { skip }, async (t) => {
  const port = await freePort()
  const { promise: isUp, resolve: found } = deferred()
  const engine = await startFakeEngine(t, (_call, response) => {
    reply(response, 200, { Table: { TableStatus: 'ACTIVE' } })
    found()
  })
  const server = spawn(process.execPath, ['dist/src/server.js'], {
    env: { PORT: String(port), AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint },
    stdio: ['ignore', openSync(FULL, 'w'), 'inherit']
  })
  t.teardown(() => server.kill('SIGKILL'))
  const exited = once(server, 'exit')
  await isUp
  for (let i = 0; i < 3; i++) {
    t.match(await request(port, { body: '{"operation":"ping"}' }), { status: 200, body: '"pong"' })
  }
  server.kill('SIGTERM')
  t.same(await exited, [0, null])
})
