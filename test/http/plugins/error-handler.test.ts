import { once } from 'node:events'
import http from 'node:http'
import t from 'tap'
import { refusal, reply, startFakeEngine } from '../../fixtures/fake-engine.ts'
import { startService } from '../../fixtures/service.ts'

t.test(
  'a read that fails in its retries after its client hung up is no error in the log',
  async (t) => {
    const calls = new EventTarget()
    let count = 0
    const engine = await startFakeEngine(t, (_call, response) => {
      if (++count === 1) reply(response, 500, refusal('InternalServerError'))
      else calls.dispatchEvent(new Event('second'))
    })
    const service = await startService(t, { endpoint: engine.endpoint, table: false })
    const outgoing = http.request({ port: service.port, method: 'POST', path: '/dynamodbmanager' })
    outgoing.on('error', () => {})
    const second = once(calls, 'second')
    outgoing.end(
      JSON.stringify({ operation: 'read', tableName: 'x-table', payload: { Key: { id: '1' } } })
    )
    await second
    outgoing.destroy()
    await engine.hungUp
    t.equal((await service.post({ operation: 'ping' })).status, 200)
    t.same(
      service.logs.filter(({ errorType }) => errorType !== undefined),
      []
    )
  }
)
