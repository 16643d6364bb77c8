import { once } from 'node:events'
import type http from 'node:http'
import net from 'node:net'
import { type FastifyRequest, fastify } from 'fastify'
import t, { type Test } from 'tap'
import { bodyMemory } from '../../src/http/body/body-memory.ts'
import { inFlight } from '../../src/http/plugins/in-flight.ts'
import { reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { type Service, startService } from '../fixtures/service.ts'

const ping = { operation: 'ping' }
const read = { operation: 'read', tableName: 'held-table', payload: { Key: { id: '1' } } }

interface Held {
  service: Service
  /** Resolves when this many calls are waiting for their answers. */
  waiting(count: number): Promise<void>
  release(): void
}

/** An engine that holds every call until it is told to answer. */
async function hold(t: Test, env: Record<string, string>, bodiesHeap?: number): Promise<Held> {
  const held: http.ServerResponse[] = []
  const watchers = new Set<() => void>()
  const engine = await startFakeEngine(t, (_call, response) => {
    held.push(response)
    for (const check of watchers) check()
  })
  const service = await startService(t, {
    endpoint: engine.endpoint,
    env,
    table: false,
    ...(bodiesHeap === undefined ? {} : { bodiesHeap })
  })
  return {
    service,
    waiting: (count) =>
      new Promise((resolve) => {
        const check = () => void (held.length >= count && resolve())
        watchers.add(check)
        check()
      }),
    release: () => {
      for (const response of held.splice(0)) reply(response, 200, {})
    }
  }
}

t.test('beyond MAX_IN_FLIGHT a request is 503 at once, the others are served', async (t) => {
  const { service, waiting, release } = await hold(t, { MAX_IN_FLIGHT: '3' })
  const served = [service.post(read), service.post(read), service.post(read)]
  await waiting(3)
  for (const envelope of [read, ping]) {
    const answer = await service.post(envelope)
    t.equal(answer.status, 503)
    t.equal(answer.headers['retry-after'], '1')
    t.equal(answer.headers['x-amzn-errortype'], 'ServiceUnavailableException')
    t.same(JSON.parse(answer.body), { message: 'Service Unavailable' })
    t.ok(answer.headers['x-amzn-requestid'])
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

t.test('it is turned away before its body is read', async (t) => {
  const { service, waiting, release } = await hold(t, { MAX_IN_FLIGHT: '1' })
  const served = service.post(read)
  await waiting(1)
  const socket = net.connect(service.port, '127.0.0.1')
  socket.write('POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{')
  const [answer] = await once(socket, 'data')
  t.match(String(answer), /^HTTP\/1\.1 503 /)
  socket.destroy()
  release()
  t.equal((await served).status, 200)
})

t.test('a status that hides the function’s errors does not hide this one', async (t) => {
  const { service, waiting, release } = await hold(t, {
    MAX_IN_FLIGHT: '1',
    ERROR_STATUS: 'lambda'
  })
  const served = service.post(read)
  await waiting(1)
  t.equal((await service.post(ping)).status, 503)
  release()
  t.equal((await served).status, 200)
})

t.test(
  'a body that finds no memory beside those that are served is 503, and 413 where it would find none ever',
  async (t) => {
    const { service, waiting, release } = await hold(t, { BODY_LIMIT: '10000' }, 20_000)
    const large = (length: number) => ({ operation: 'echo', payload: 'x'.repeat(length) })
    const objects = (count: number) => ({ operation: 'echo', payload: Array(count).fill({}) })
    // These take no room, and give none back.
    for (const path of ['/health', '/x']) await service.send({ method: 'GET', path })
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      t.equal((await service.post(large(2_300), headers)).status, 200)
      t.equal((await service.post(large(2_600), headers)).status, 413)
      t.equal((await service.post(objects(200), headers)).status, 200)
      t.equal((await service.post(objects(300), headers)).status, 413, 'what it becomes counts')
    }
    const served = service.post({ ...read, note: 'x'.repeat(1_000) })
    await waiting(1)
    t.equal((await service.post(large(500))).status, 200, 'what fits beside it is served')
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const answer = await service.post(large(1_500), { ...headers, connection: 'keep-alive' })
      t.equal(answer.status, 503)
      t.equal(answer.headers['retry-after'], '1')
      t.equal(answer.headers.connection, 'keep-alive', 'its body was read')
      t.same(JSON.parse(answer.body), { message: 'Service Unavailable' })
    }
    t.equal((await service.post(large(10_000))).status, 413, 'what is over the limit is told so')
    release()
    t.equal((await served).status, 200)
    t.equal((await service.post(large(2_300))).status, 200, 'and its room is free again')
  }
)

t.test('the rest of a body that was answered already takes no room', async (t) => {
  const app = fastify()
  t.teardown(() => app.close())
  const taken: FastifyRequest[] = []
  await app.register(inFlight)
  await app.register(bodyMemory, { bodiesHeap: 20_000 })
  app.get<{ Querystring: { bytes: string } }>('/', async (request) => {
    app.takeRoom(request, Number(request.query.bytes))
    taken.push(request)
    return ''
  })
  t.equal((await app.inject('/?bytes=1000')).statusCode, 200)
  for (const request of taken) app.takeRoom(request, 2_400)
  t.equal((await app.inject('/?bytes=2400')).statusCode, 200)
})

/** Posts until one is turned away; answers how many were served. */
async function countServed(post: () => Promise<{ status: number }>): Promise<number> {
  for (let served = 0; ; served++) if ((await post()).status === 429) return served
}

t.test('beyond BURST a caller is 429 until its RATE_LIMIT has filled up again', async (t) => {
  const { service } = await hold(t, { RATE_LIMIT: '1', BURST: '20' })
  const post = () => service.post(ping)
  const served = await countServed(post)
  t.ok(served >= 20, 'a burst is served')
  t.ok(served < 40, 'and ends')
  let answer = await post()
  t.equal(answer.status, 429)
  t.equal(answer.headers['retry-after'], '1')
  t.equal(answer.headers['x-amzn-errortype'], 'TooManyRequestsException')
  t.same(JSON.parse(answer.body), { message: 'Too Many Requests' })
  t.notMatch(Object.keys(answer.headers).join(), /ratelimit/)
  t.equal((await service.send({ method: 'GET', path: '/health' })).status, 200)
  while (answer.status === 429) answer = await post()
  t.equal(answer.status, 200, 'a token later one more is served')
})

t.test('each key has a bucket of its own, and an unknown one its address’s', async (t) => {
  const env = { RATE_LIMIT: '1', BURST: '5', API_KEYS: 'first,second' }
  const { service } = await hold(t, env)
  const post = (key: string) => () => service.post(ping, { 'x-api-key': key })
  t.ok((await countServed(post('first'))) >= 5)
  t.ok((await countServed(post('second'))) >= 5, 'another key is another caller')
  const answer = await post('wrong')()
  t.equal(answer.status, 403)
  let guess = 0
  const guesses = await countServed(() => post(`guess-${guess++}`)())
  t.ok(guesses < 20, 'whoever guesses keys is one caller')
})

t.test('without RATE_LIMIT there is none', async (t) => {
  const { service } = await hold(t, {})
  const answers = await Promise.all(Array.from({ length: 300 }, () => service.post(ping)))
  t.ok(answers.every(({ status }) => status === 200))
})
