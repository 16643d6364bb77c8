import { randomUUID } from 'node:crypto'
import t from 'tap'
import { boundKeys, writeKeys } from '../contract/bound-keys.ts'
import { startEngine } from '../fixtures/engine.ts'
import { startService } from '../fixtures/service.ts'

const { endpoint } = await startEngine(t)
const TABLE_NAME = `test-${randomUUID()}`
const env = { ...writeKeys(t, TABLE_NAME), TABLE_NAME }
const service = await startService(t, { endpoint, env })

t.test('the HTTP door knows bound keys', async (t) => boundKeys(t, service))

t.test('the log names the holder of a key', async (t) => {
  await service.post({ operation: 'ping' }, { 'x-api-key': 'both' })
  t.match(service.logs.at(-1), { client: 'both', statusCode: 200 })
  await service.post({ operation: 'echo' }, { 'x-api-key': 'both' })
  t.match(service.logs.at(-1), { client: 'both', errorType: 'AccessDeniedException' })
  await service.post({ operation: 'ping' }, { 'x-api-key': 'plain' })
  t.notOk('client' in (service.logs.at(-1) ?? {}))
})
