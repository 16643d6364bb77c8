import t from 'tap'
import { contract } from '../contract.ts'
import { startEngine } from '../fixtures/engine.ts'
import { startService } from '../fixtures/service.ts'

const engine = await startEngine(t)
const service = await startService(t, { endpoint: engine.endpoint })

t.test('the HTTP door keeps the contract', async (t) => {
  contract(t, { ...service, engine: engine.kind })
})
