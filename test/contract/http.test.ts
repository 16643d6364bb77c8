import t from 'tap'
import { startEngine } from '../fixtures/engine.ts'
import { request } from '../fixtures/request.ts'
import { startService } from '../fixtures/service.ts'
import { contract } from './index.ts'

// CONTRACT_URL=http://127.0.0.1:3000 CONTRACT_TABLE=… test a service that runs already.
const { CONTRACT_URL, CONTRACT_TABLE = 'lambda-apigateway' } = process.env

const engine = await startEngine(t)
const service = await startService(t, { endpoint: engine.endpoint })

t.test('the HTTP door keeps the contract', async (t) => {
  contract(t, { ...service, engine: engine.kind })
})

t.test('a running service keeps the contract', async (t) => {
  if (!CONTRACT_URL) return t.pass('CONTRACT_URL names no service: not run')
  const { hostname, port } = new URL(CONTRACT_URL)
  contract(t, {
    send: (given) => request(Number(port), given, hostname),
    tableName: CONTRACT_TABLE,
    engine: 'dynamodb-local'
  })
})
