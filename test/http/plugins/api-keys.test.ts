import { randomUUID } from 'node:crypto'
import t from 'tap'
import { boundKeys, writeKeys } from '../../contract/bound-keys.ts'
import { startEngine } from '../../fixtures/engine.ts'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import { startService } from '../../fixtures/service.ts'

const ping = { operation: 'ping' }
const { endpoint } = await startEngine(t)
const TABLE_NAME = `test-${randomUUID()}`
const env = { ...writeKeys(t, TABLE_NAME), TABLE_NAME }
const bound = await startService(t, { endpoint, env })

t.test('the HTTP door knows bound keys', async (t) => boundKeys(t, bound))

t.test('the log names the holder of a key', async (t) => {
  await bound.post(ping, { 'x-api-key': 'both' })
  t.match(bound.logs.at(-1), { client: 'both', statusCode: 200 })
  await bound.post({ operation: 'echo' }, { 'x-api-key': 'both' })
  t.match(bound.logs.at(-1), { client: 'both', errorType: 'AccessDeniedException' })
  await bound.post(ping, { 'x-api-key': 'plain' })
  t.notOk('client' in (bound.logs.at(-1) ?? {}))
})

t.test('API_KEYS: any of the keys opens the door, everything else is 403', async (t) => {
  const service = await startService(t, { endpoint, env: { API_KEYS: 'first,second' } })
  for (const key of ['first', 'second']) {
    t.equal((await service.post(ping, { 'x-api-key': key })).status, 200)
  }
  const wrong: Record<string, string>[] = [
    {},
    { 'x-api-key': '' },
    { 'x-api-key': 'third' },
    { 'x-api-key': 'first,second' },
    { authorization: 'first' }
  ]
  const forbidden = { 'x-amzn-errortype': 'ForbiddenException' }
  for (const headers of wrong) {
    expectAnswer(t, await service.post(ping, headers), 403, { message: 'Forbidden' }, forbidden)
  }
  const unknown = await service.send({ path: '/x', body: '' })
  expectAnswer(t, unknown, 403, { message: 'Missing Authentication Token' })
  t.equal((await service.post('{', {})).status, 403, 'the key is asked for before the body is read')
  t.equal((await service.send({ method: 'GET', path: '/health' })).status, 200, 'health needs none')
})
