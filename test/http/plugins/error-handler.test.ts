import { once } from 'node:events'
import http from 'node:http'
import t from 'tap'
import { startEngine } from '../../fixtures/engine.ts'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import { refusal, reply } from '../../fixtures/fake-engine.ts'
import { startScripted, startService } from '../../fixtures/service.ts'

t.test(
  'ERROR_STATUS=lambda: the function’s errors have status 200, the gateway’s their own',
  async (t) => {
    const { endpoint } = await startEngine(t)
    const env = { ERROR_STATUS: 'lambda', BODY_LIMIT: '1000' }
    const service = await startService(t, { endpoint, env })
    expectAnswer(t, await service.post({ operation: 'nothing' }), 200, {
      errorType: 'ValidationException',
      errorMessage: 'Unrecognized operation "nothing"'
    })
    const missing = await service.post({ operation: 'list', tableName: 'no-such-table' })
    expectAnswer(t, missing, 200, { errorType: 'ResourceNotFoundException' })
    t.equal((await service.post('{')).status, 400)
    t.equal((await service.post('x'.repeat(1001))).status, 413)
    t.equal((await service.send({ method: 'GET', path: '/x' })).status, 403)
  }
)

t.test(
  'a read that fails in its retries after its client hung up is no error in the log',
  async (t) => {
    const calls = new EventTarget()
    let count = 0
    const { service, engine } = await startScripted(t, (_call, response) => {
      if (++count === 1) reply(response, 500, refusal('InternalServerError'))
      else calls.dispatchEvent(new Event('second'))
    })
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
