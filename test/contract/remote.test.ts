import t from 'tap'
import { request } from '../fixtures/request.ts'
import { contract } from './index.ts'

// The contract against a service that runs elsewhere: CONTRACT_URL=http://127.0.0.1:3000 CONTRACT_TABLE=…
const { CONTRACT_URL, CONTRACT_TABLE = 'lambda-apigateway' } = process.env

t.test('a running service keeps the contract', async (t) => {
  if (!CONTRACT_URL) return t.pass('CONTRACT_URL names no service: not run')
  const { hostname, port } = new URL(CONTRACT_URL)
  contract(t, {
    send: (given) => request(Number(port), given, hostname),
    tableName: CONTRACT_TABLE,
    engine: 'dynamodb-local'
  })
})
