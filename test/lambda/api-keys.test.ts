import t from 'tap'
import { boundKeys, writeKeys } from '../contract/bound-keys.ts'
import { startEngine } from '../fixtures/engine.ts'
import { contextOf, makeTable, restEvent, startHandler, toAnswer } from '../fixtures/lambda.ts'

const { endpoint } = await startEngine(t)
const tableName = await makeTable(endpoint)
const { handler, logs } = startHandler(t, endpoint, writeKeys(t, tableName))

t.test('the Lambda door knows bound keys', async (t) =>
  boundKeys(t, {
    send: async (request) => toAnswer(await handler(restEvent(request), contextOf())),
    tableName
  })
)

t.test('the log names the holder of a key', async (t) => {
  const body = '{"operation":"ping"}'
  await handler(restEvent({ body, headers: { 'x-api-key': 'both' } }), contextOf())
  t.match(logs.at(-1), { client: 'both', statusCode: 200 })
})

t.test('an envelope that is the event itself needs no key: IAM lets its sender in', async (t) => {
  await t.resolves(handler({ operation: 'list', tableName }, contextOf()))
})
