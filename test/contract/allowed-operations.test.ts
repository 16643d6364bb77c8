import { join } from 'node:path'
import t from 'tap'
import { startEngine } from '../fixtures/engine.ts'
import { contextOf, makeTable, restEvent, startHandler, toAnswer } from '../fixtures/lambda.ts'
import { startService } from '../fixtures/service.ts'
import { allowedOperations, allowSome, KEYS } from './allowed-operations.ts'

const { endpoint } = await startEngine(t)
const env = allowSome(join(t.testdir({ 'keys.json': KEYS }), 'keys.json'))

t.test('the HTTP door runs the operations that are allowed', async (t) => {
  allowedOperations(t, await startService(t, { endpoint, env }))
})

t.test('so does the Lambda door', async (t) => {
  const { handler } = startHandler(t, endpoint, env)
  allowedOperations(t, {
    send: async (request) => toAnswer(await handler(restEvent(request), contextOf())),
    tableName: await makeTable(endpoint)
  })
})
