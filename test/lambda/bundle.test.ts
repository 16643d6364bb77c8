import t from 'tap'
import { contract } from '../contract/index.ts'
import { startEngine } from '../fixtures/engine.ts'
import { reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import {
  builtBundle,
  contextOf,
  loadBundle,
  makeTable,
  restEvent,
  toAnswer
} from '../fixtures/lambda.ts'

const QUIET = { LOG_LEVEL: 'silent' }

const { endpoint, kind } = await startEngine(t)

t.test('the bundle keeps the contract', async (t) => {
  const tableName = await makeTable(endpoint)
  const handler = await loadBundle(builtBundle, { ...QUIET, AWS_ENDPOINT_URL_DYNAMODB: endpoint })
  contract(t, {
    send: async (request) => toAnswer(await handler(restEvent(request), contextOf())),
    tableName,
    engine: kind
  })
})

t.test('a second event goes over the first one’s connection', async (t) => {
  const ports = new Set<number | undefined>()
  const engine = await startFakeEngine(t, (_call, response) => {
    ports.add(response.socket?.remotePort)
    reply(response, 200, {})
  })
  const handler = await loadBundle(builtBundle, {
    ...QUIET,
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint
  })
  const envelope = { operation: 'read', tableName: 'a-table', payload: { Key: { id: 'x' } } }
  await handler(envelope, contextOf())
  await handler(restEvent({ body: JSON.stringify(envelope) }), contextOf())
  t.equal(engine.calls.length, 2)
  t.equal(ports.size, 1)
})

t.test('a fault in the configuration is reported when the function starts', async (t) => {
  const faulty = { STAGE: '/', REQUEST_TIMEOUT_MS: '-1' }
  await t.rejects(loadBundle(builtBundle, { ...QUIET, ...faulty }), {
    name: 'ConfigError',
    message: /STAGE: expected .*\n *REQUEST_TIMEOUT_MS: expected /
  })
  await t.rejects(
    loadBundle(builtBundle, { ...QUIET, AWS_ENDPOINT_URL_DYNAMODB: '', DYNAMODB: 'embedded' }),
    { name: 'ConfigError', message: /DYNAMODB: expected aws/ }
  )
})

t.test('it starts with no environment at all', async (t) => {
  const handler = await loadBundle(builtBundle, { ...QUIET, AWS_ENDPOINT_URL_DYNAMODB: '' })
  t.equal(await handler({ operation: 'ping' }, contextOf()), 'pong')
})
