import t from 'tap'
import { startFakeEngine } from '../../fixtures/fake-engine.ts'
import { startService } from '../../fixtures/service.ts'

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

t.test('a request’s id is a UUID of its own, in its answer and in its line', async (t) => {
  const engine = await startFakeEngine(t, () => {})
  const service = await startService(t, { endpoint: engine.endpoint, table: false })
  const ids = new Set<string>()
  for (const envelope of [{ operation: 'ping' }, { operation: 'ping' }, '{']) {
    const { headers } = await service.post(envelope, { 'x-request-id': 'mine' })
    t.match(headers['x-amzn-requestid'], UUID)
    ids.add(headers['x-amzn-requestid'] ?? '')
  }
  t.equal(ids.size, 3)
  while (service.logs.length < 3) await service.send({ method: 'GET', path: '/health' })
  t.same(
    service.logs.map(({ requestId }) => requestId),
    [...ids]
  )
})
