import t, { type Test } from 'tap'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import { reply, startFakeEngine } from '../../fixtures/fake-engine.ts'
import { type Service, startService } from '../../fixtures/service.ts'

const ping = { operation: 'ping' }
const origin = 'https://app.example'

function start(t: Test, env: Record<string, string> = {}): Promise<Service> {
  return startService(t, { endpoint: 'http://127.0.0.1:1', env, table: false })
}

t.test('what a page of another origin sends is refused, and nothing is written', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) => reply(response, 200, {}))
  const put = { operation: 'create', tableName: 'table', payload: { Item: { id: 'forged' } } }
  for (const env of [{}, { API_KEYS: 'key' }, { CORS_ORIGIN: origin }]) {
    const service = await startService(t, { endpoint: engine.endpoint, env, table: false })
    const host = `127.0.0.1:${service.port}`
    const forged: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: `http://127.0.0.1:${service.port + 1}` },
      { origin: `http://${host}.evil.example`, 'sec-fetch-site': 'cross-site' }
    ]
    for (const headers of forged) {
      const answer = await service.post(put, {
        ...headers,
        'x-api-key': 'key',
        'content-type': 'text/plain'
      })
      const message = /^Forbidden: expected an origin of CORS_ORIGIN/
      expectAnswer(t, answer, 403, { message }, {}, headers.origin)
    }
    t.same(engine.calls, [])
    const own = await service.post(ping, { origin: `http://${host}`, 'x-api-key': 'key' })
    t.equal(own.status, 200, 'its own pages may')
  }
})

t.test('a page whose own domain resolves to this server may write only with a key', async (t) => {
  const rebound = { host: 'evil.example:3000', origin: 'http://evil.example:3000' }
  const open = await start(t)
  t.equal((await open.post(ping, rebound)).status, 403)
  for (const host of ['localhost:3000', '[::1]:3000', '192.168.0.7', 'intranet', 'a.localhost']) {
    t.equal((await open.post(ping, { host, origin: `http://${host}` })).status, 200, host)
  }
  const locked = await start(t, { API_KEYS: 'key' })
  t.equal((await locked.post(ping, { ...rebound, 'x-api-key': 'key' })).status, 200)
  const proxied = { host: '127.0.0.1:3000', origin: 'https://api.example' }
  t.equal((await open.post(ping, { ...proxied, 'sec-fetch-site': 'same-origin' })).status, 200)
})
