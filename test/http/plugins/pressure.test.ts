import { once } from 'node:events'
import t, { type Test } from 'tap'
import { deferred } from '../../fixtures/deferred.ts'
import { eventually } from '../../fixtures/eventually.ts'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import { startHeld } from '../../fixtures/held-engine.ts'
import { connect } from '../../fixtures/raw-request.ts'
import { type Service, startScripted } from '../../fixtures/service.ts'

const ping = { operation: 'ping' }
const read = { operation: 'read', tableName: 'held-table', payload: { Key: { id: '1' } } }

const unavailable = { message: 'Service Unavailable' }
const again = { 'retry-after': '1' }

t.test('beyond MAX_IN_FLIGHT a request is 503 at once, the others are served', async (t) => {
  const { service, waiting, release } = await startHeld(t, { env: { MAX_IN_FLIGHT: '3' } })
  const served = [service.post(read), service.post(read), service.post(read)]
  await waiting(3)
  for (const envelope of [read, ping]) {
    expectAnswer(t, await service.post(envelope), 503, unavailable, {
      ...again,
      'x-amzn-errortype': 'ServiceUnavailableException',
      'x-amzn-requestid': /./
    })
  }
  t.equal((await service.send({ method: 'GET', path: '/health' })).status, 200, 'it lives')
  t.equal((await service.send({ path: '/x' })).status, 403, 'the path is told first')
  release()
  for (const answer of await Promise.all(served)) t.equal(answer.status, 200)
  t.equal((await service.post(ping)).status, 200, 'and afterwards all are served again')
  t.same(
    service.logs.filter(({ statusCode }) => statusCode === 503).map(({ errorType }) => errorType),
    ['ServiceUnavailableException', 'ServiceUnavailableException'],
    'one line each'
  )
})

t.test('it is refused before its body is read', async (t) => {
  const { service, waiting, release } = await startHeld(t, { env: { MAX_IN_FLIGHT: '1' } })
  const served = service.post(read)
  await waiting(1)
  const socket = await connect(service.port)
  socket.write('POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{')
  const [answer] = await once(socket, 'data')
  t.match(String(answer), /^HTTP\/1\.1 503 /)
  socket.destroy()
  release()
  t.equal((await served).status, 200)
})

t.test('a status that hides the function’s errors does not hide this one', async (t) => {
  const env = { MAX_IN_FLIGHT: '1', ERROR_STATUS: 'lambda' }
  const { service, waiting, release } = await startHeld(t, { env })
  const served = service.post(read)
  await waiting(1)
  t.equal((await service.post(ping)).status, 503)
  release()
  t.equal((await served).status, 200)
})

/** Starts a service whose engine never answers; `asked` resolves when the engine gets a call. */
async function start(
  t: Test,
  limitMs: number
): Promise<{ service: Service; asked: Promise<void> }> {
  const { promise: asked, resolve } = deferred()
  const env = { MAX_EVENT_LOOP_DELAY_MS: String(limitMs), REQUEST_TIMEOUT_MS: '60000' }
  const { service } = await startScripted(t, () => resolve(), { env, waits: { drainMs: 1 } })
  return { service, asked }
}

function stall(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

/** Stalls every turn of the event loop until the returned function is called. */
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
  expectAnswer(t, answer, 503, unavailable, again)
  t.equal((await service.send({ method: 'GET', path: '/health' })).status, 200, 'it lives')
  stop()
  await eventually('the loop is in time', async () => {
    answer = await service.post(ping)
    return answer.status !== 503
  })
  t.equal(answer.status, 200, 'and again when the loop is in time')
})

t.test('after a stall has ended no request is refused', async (t) => {
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
