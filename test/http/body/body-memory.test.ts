import { type FastifyRequest, fastify } from 'fastify'
import t from 'tap'
import { bodyMemory } from '../../../src/http/body/body-memory.ts'
import { inFlight } from '../../../src/http/plugins/in-flight.ts'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import { startHeld } from '../../fixtures/held-engine.ts'

const read = { operation: 'read', tableName: 'held-table', payload: { Key: { id: '1' } } }

t.test(
  'a body that does not fit beside those in flight is 503, and 413 if it would never fit',
  async (t) => {
    const options = { env: { BODY_LIMIT: '10000' }, bodiesHeap: 20_000 }
    const { service, waiting, release } = await startHeld(t, options)
    const large = (length: number) => ({ operation: 'echo', payload: 'x'.repeat(length) })
    const objects = (count: number) => ({ operation: 'echo', payload: Array(count).fill({}) })
    // These requests neither reserve memory nor free any.
    for (const path of ['/health', '/x']) await service.send({ method: 'GET', path })
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      t.equal((await service.post(large(2_300), headers)).status, 200)
      t.equal((await service.post(large(2_600), headers)).status, 413)
      t.equal((await service.post(objects(200), headers)).status, 200)
      t.equal((await service.post(objects(300), headers)).status, 413, 'the parsed size counts')
    }
    const served = service.post({ ...read, note: 'x'.repeat(1_000) })
    await waiting(1)
    t.equal((await service.post(large(500))).status, 200, 'a body that fits beside it is answered')
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
      const answer = await service.post(large(1_500), { ...headers, connection: 'keep-alive' })
      // The connection stays open because the body was read to its end.
      const expected = { 'retry-after': '1', connection: 'keep-alive' }
      expectAnswer(t, answer, 503, { message: 'Service Unavailable' }, expected)
    }
    t.equal(
      (await service.post(large(10_000))).status,
      413,
      'a body over the limit is 413 all the same'
    )
    release()
    t.equal((await served).status, 200)
    t.equal((await service.post(large(2_300))).status, 200, 'and its memory is free again')
  }
)

t.test('the rest of a body whose request was answered already reserves no memory', async (t) => {
  const app = fastify()
  t.teardown(() => app.close())
  const taken: FastifyRequest[] = []
  await app.register(inFlight)
  await app.register(bodyMemory, { bodiesHeap: 20_000 })
  app.get<{ Querystring: { bytes: string } }>('/', async (request) => {
    request.reserve(Number(request.query.bytes))
    taken.push(request)
    return ''
  })
  t.equal((await app.inject('/?bytes=1000')).statusCode, 200)
  for (const request of taken) request.reserve(2_400)
  t.equal((await app.inject('/?bytes=2400')).statusCode, 200)
})
