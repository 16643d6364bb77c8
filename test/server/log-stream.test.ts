import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createLogStream, MAX_BUFFERED_CHARACTERS } from '../../src/server/log-stream.ts'
import { deferred } from '../fixtures/deferred.ts'
import { reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { request } from '../fixtures/request.ts'
import { freePort } from '../fixtures/restartable.ts'

const FULL = '/dev/full'
const skip = !existsSync(FULL) && `needs ${FULL}`

t.test('lines that cannot be written wait, up to a limit, until they can', { skip }, async (t) => {
  const path = join(t.testdir(), 'log')
  const fd = openSync(FULL, 'w')
  const stream = createLogStream(fd)
  const line = `${'x'.repeat(1023)}\n`
  for (let bytes = 0; bytes < MAX_BUFFERED_CHARACTERS; bytes += line.length) stream.write(line)
  await stream.flush()
  stream.flushSync()
  // From here on the same descriptor is a file on a disk with free space.
  closeSync(fd)
  t.equal(openSync(path, 'w'), fd)
  stream.write('dropped\n')
  await stream.flush()
  t.equal(readFileSync(path, 'utf8'), line.repeat(MAX_BUFFERED_CHARACTERS / line.length))
  stream.write('then\n')
  stream.flushSync()
  t.match(readFileSync(path, 'utf8'), /x\nthen\n$/)
})

t.test('the lines of a process that ends are written at once, and in their order', async (t) => {
  const path = join(t.testdir(), 'log')
  const stream = createLogStream(openSync(path, 'w'))
  const lines = Array.from({ length: 1000 }, (_, n) => `${n}\n`)
  for (const line of lines) stream.write(line)
  stream.flushSync()
  t.equal(readFileSync(path, 'utf8'), lines.join(''))
})

/** The script of a process that logs more than a pipe holds. */
const TALKER = `
  import { createLogger } from './dist/src/server/logger.js'
  const { logger: log, flush } = await createLogger('info')
  for (let n = 0; n < 20_000; n++) log.info('a line that is long enough to fill what is there')
  await flush()
  log.fatal('the last line')
  process.exit(0)
`

t.test('a log whose reader has stopped reading does not keep the process', async (t) => {
  const talker = spawn(process.execPath, ['--input-type=module', '-e', TALKER], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  t.teardown(() => talker.kill('SIGKILL'))
  t.same(await once(talker, 'exit'), [0, null])
})

t.test('a reader gets every line, however slowly it reads', async (t) => {
  const script = `
    import { createLogStream } from './dist/src/server/log-stream.js'
    const stream = createLogStream()
    for (let n = 0; n < 20_000; n++) stream.write(\`\${n} is a line of the log\n\`)
    await stream.flush()
    process.exit(0)
  `
  const talker = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  t.teardown(() => talker.kill('SIGKILL'))
  const lines = (await talker.stdout.toArray()).join('').split('\n')
  t.equal(lines.length, 20_001)
  t.equal(lines[19_999], '19999 is a line of the log')
})

t.test(
  'a log that is found unwritable while the process ends does not keep it',
  { skip },
  async (t) => {
    const talker = spawn(process.execPath, ['--input-type=module', '-e', TALKER], {
      stdio: ['ignore', openSync(FULL, 'w'), 'inherit']
    })
    t.teardown(() => talker.kill('SIGKILL'))
    t.same(await once(talker, 'exit'), [0, null])
  }
)

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
