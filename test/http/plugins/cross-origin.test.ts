import t, { type Test } from 'tap'
import { reply, startFakeEngine } from '../../fixtures/fake-engine.ts'
import { type Service, startService } from '../../fixtures/service.ts'

const ping = { operation: 'ping' }
const origin = 'https://app.example'
const preflight = {
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-api-key'
  }
}

function start(t: Test, env: Record<string, string> = {}): Promise<Service> {
  return startService(t, { endpoint: 'http://127.0.0.1:1', env, table: false })
}

t.test('CORS is closed: a preflight is an unknown method, an answer names no origin', async (t) => {
  const service = await start(t)
  t.equal((await service.send(preflight)).status, 403)
  const { headers } = await service.post(ping, { origin })
  t.same(
    Object.keys(headers).filter((name) => name.startsWith('access-control')),
    []
  )
})

t.test('CORS_ORIGIN opens it to those origins, errors too, before any key', async (t) => {
  const service = await start(t, {
    CORS_ORIGIN: `${origin},https://other.example`,
    API_KEYS: 'key'
  })
  const allowed = await service.send(preflight)
  t.equal(allowed.status, 204)
  t.match(allowed.headers, {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': /x-api-key/,
    vary: /origin/i
  })
  const answers = [
    await service.post(ping, { origin, 'x-api-key': 'key' }),
    await service.post(ping, { origin }),
    await service.post('{', { origin, 'x-api-key': 'key' })
  ]
  t.same(
    answers.map(({ status }) => status),
    [200, 403, 400]
  )
  for (const { headers } of answers) {
    t.equal(headers['access-control-allow-origin'], origin)
    t.match(headers['access-control-expose-headers'], /x-amzn-requestid/)
    t.notOk('access-control-allow-credentials' in headers)
  }
  const foreign = { ...preflight.headers, origin: 'https://evil.example' }
  const refused = await service.send({ ...preflight, headers: foreign })
  t.notOk('access-control-allow-origin' in refused.headers, 'another origin is not named')
})

t.test('with it open, what was unknown stays unknown', async (t) => {
  const service = await start(t, { CORS_ORIGIN: '*' })
  t.equal((await service.send(preflight)).headers['access-control-allow-origin'], '*')
  for (const path of ['/', '/x', '/health', '/dynamodbmanager/']) {
    const answer = await service.send({ ...preflight, path })
    t.equal(answer.status, 403, path)
    t.same(JSON.parse(answer.body), { message: 'Missing Authentication Token' })
  }
  t.equal((await service.send({ method: 'GET' })).status, 403)
  const health = await service.send({ method: 'GET', path: '/health', headers: { origin } })
  t.notOk('access-control-allow-origin' in health.headers)
})

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
      t.equal(answer.status, 403, String(headers.origin))
      t.match(JSON.parse(answer.body).message, /^Forbidden: expected an origin of CORS_ORIGIN/)
    }
    t.same(engine.calls, [])
    const own = await service.post(ping, { origin: `http://${host}`, 'x-api-key': 'key' })
    t.equal(own.status, 200, 'its own pages may')
  }
})

t.test('a page whose own name leads here may write only with a key', async (t) => {
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

t.test('whatever is read by GET has headers that keep a browser from running it', async (t) => {
  const service = await start(t)
  for (const path of ['/health', '/ready']) {
    const { headers } = await service.send({ method: 'GET', path })
    t.match(headers, {
      'content-security-policy': /default-src 'none'.*frame-ancestors 'none'/,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY'
    })
    t.notMatch(headers['content-security-policy'], /script-src[^;]*unsafe/)
  }
})
