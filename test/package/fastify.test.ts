import { randomUUID } from 'node:crypto'
import { fastify } from 'fastify'
import t, { type Test } from 'tap'
import { dynamodbManager } from '../../src/package/fastify.ts'
import { startEngine } from '../fixtures/engine.ts'
import { rejectionOf } from '../fixtures/rejection.ts'

const tableName = `test-${randomUUID()}`

async function startApp(t: Test, env: Record<string, string> = {}) {
  const { endpoint } = await startEngine(t)
  const app = fastify()
  app.register(dynamodbManager, {
    prefix: '/api',
    env: { AWS_ENDPOINT_URL_DYNAMODB: endpoint, TABLE_NAME: tableName, ...env }
  })
  app.post('/own', async ({ body }) => ({ body }))
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const type = { 'content-type': 'application/json' }
    const text = JSON.stringify(body)
    const init = { method: 'POST', headers: { ...type, ...headers }, body: text }
    const response = await fetch(address + path, init)
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  return { app, post, address }
}

t.test(
  'the route answers by the contract behind its prefix, whatever the type of the body',
  async (t) => {
    const { post } = await startApp(t)
    const path = '/api/dynamodbmanager'
    const echo = await post(path, { operation: 'echo', payload: { a: 1 } })
    t.match(echo, { status: 200, body: { a: 1 } })
    t.ok(echo.headers.get('x-amzn-requestid'))
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    t.match((await post(path, { operation: 'ping' }, form)).body, 'pong')
    t.match(await post(path, { operation: 'create', tableName, payload: {} }), {
      status: 400,
      body: { errorType: 'ValidationException', errorMessage: /^\/payload\/Item/ }
    })
  }
)

t.test('the app’s other routes keep their parsers and their errors', async (t) => {
  const { post, address } = await startApp(t)
  t.match((await post('/own', { a: 1 })).body, { body: { a: 1 } })
  const missing = await fetch(`${address}/nonsense`)
  t.match(await missing.json(), { statusCode: 404, error: 'Not Found' })
})

t.test('its keys are asked for on its own route alone', async (t) => {
  const { post } = await startApp(t, { API_KEYS: 'a-key-of-sixteen-characters' })
  const refused = await post('/api/dynamodbmanager', { operation: 'ping' })
  t.match(refused, { status: 403, body: { message: 'Forbidden' } })
  t.equal((await post('/own', {})).status, 200)
})

t.test('a fault of the configuration keeps the app from starting', async (t) => {
  const app = fastify()
  app.register(dynamodbManager, { env: { PORT: 'nonsense' } })
  t.match(await rejectionOf(Promise.resolve(app.ready())), { message: /Invalid configuration/ })
})
