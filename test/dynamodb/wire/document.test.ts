import t from 'tap'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import { reply, type Script } from '../../fixtures/fake-engine.ts'
import { startScripted } from '../../fixtures/service.ts'

const tableName = 'fault-table'
const read = { operation: 'read', tableName, payload: { Key: { id: '1' } } }

t.test('an answer that cannot be read is 503', async (t) => {
  const unreadable: Script[] = [
    (_call, response) => reply(response, 200, '{"Item":'),
    (_call, response) => reply(response, 200, '[]'),
    (_call, response) => reply(response, 200, '"x"'),
    (_call, response) => reply(response, 200, '5'),
    (_call, response) => reply(response, 200, 'null'),
    (_call, response) => reply(response, 400, 'null'),
    (_call, response) => reply(response, 400, '{}'),
    (_call, response) => reply(response, 404, '<html>not here</html>'),
    (_call, response) => reply(response, 429, '{}'),
    (_call, response) => response.socket?.destroy()
  ]
  for (const script of unreadable) {
    const { service } = await startScripted(t, script)
    const answer = await service.post(read)
    expectAnswer(
      t,
      answer,
      503,
      { errorType: 'ServiceUnavailable' },
      { 'retry-after': '1' },
      answer.body
    )
  }
})
