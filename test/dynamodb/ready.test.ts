import t from 'tap'
import { refusal, reply } from '../fixtures/fake-engine.ts'
import { startScripted } from '../fixtures/service.ts'

t.test('a table that is throttled is there: ready', async (t) => {
  const { service } = await startScripted(t, (_call, response) =>
    reply(response, 400, refusal('ProvisionedThroughputExceededException'))
  )
  t.equal((await service.send({ method: 'GET', path: '/ready' })).status, 200)
})
