import t from 'tap'
import { startEngine } from '../fixtures/engine.ts'
import { createSdkClient } from '../fixtures/sdk-client.ts'
import { startService } from '../fixtures/service.ts'
import { contract } from './index.ts'

const engine = await startEngine(t)
const service = await startService(t, { endpoint: engine.endpoint, client: createSdkClient })

t.test('with the SDK’s own client behind it the HTTP door keeps the contract', async (t) => {
  contract(t, { ...service, engine: engine.kind })
})
