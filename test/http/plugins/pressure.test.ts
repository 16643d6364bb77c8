import t, { type Test } from 'tap'
import { startFakeEngine } from '../../fixtures/fake-engine.ts'
import { type Service, startService } from '../../fixtures/service.ts'

const ping = { operation: 'ping' }
const read = { operation: 'read', tableName: 'held-table', payload: { Key: { id: '1' } } }

/** A service whose engine answers nothing. */
async function start(
  t: Test,
  limitMs: number
): Promise<{ service: Service; asked: Promise<void> }> {
  let tell = (): void => {}
  const asked = new Promise<void>((resolve) => {
    tell = resolve
  })
  const engine = await startFakeEngine(t, () => tell())
  const env = { MAX_EVENT_LOOP_DELAY_MS: String(limitMs), REQUEST_TIMEOUT_MS: '60000' }
  const options = { endpoint: engine.endpoint, env, table: false, waits: { drainMs: 1 } }
  return { service: await startService(t, options), asked }
}

function stall(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** Stalls every turn of the event loop, until the function that it answers is called. */
function keepLate(): () => void {
  let immediate = setImmediate(function again() {
    stall(60)
    immediate = setImmediate(again)
  })
  return () => clearImmediate(immediate)
}

t.test('while the event loop is late and others are served, requests are 503', async (t) => {
  const { service, asked } = await start(t, 20)
  void service.post(read)
  await asked
  const stop = keepLate()
  t.teardown(stop)
  let answer = await service.post(ping)
  while (answer.status === 200) answer = await service.post(ping)
  t.equal(answer.status, 503)
  t.equal(answer.headers['retry-after'], '1')
  t.same(JSON.parse(answer.body), { message: 'Service Unavailable' })
  t.equal((await service.send({ method: 'GET', path: '/health' })).status, 200, 'it lives')
  stop()
  while (answer.status === 503) answer = await service.post(ping)
  t.equal(answer.status, 200, 'and again when the loop is in time')
})

t.test('after a stall that is over nobody is turned away', async (t) => {
  const { service, asked } = await start(t, 400)
  void service.post(read)
  await asked
  const answers = Array.from({ length: 20 }, () => service.post(ping))
  stall(900)
  for (const { status } of await Promise.all(answers)) t.equal(status, 200)
  t.equal((await service.post(ping)).status, 200)
})

t.test('a service with nothing in flight is never too busy', async (t) => {
  const { service } = await start(t, 20)
  const stop = keepLate()
  t.teardown(stop)
  for (let posts = 0; posts < 10; posts++) t.equal((await service.post(ping)).status, 200)
})
