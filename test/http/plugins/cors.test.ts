import t, { type Test } from 'tap'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
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
    expectAnswer(t, answer, 403, { message: 'Missing Authentication Token' }, {}, path)
  }
  t.equal((await service.send({ method: 'GET' })).status, 403)
  const health = await service.send({ method: 'GET', path: '/health', headers: { origin } })
  t.notOk('access-control-allow-origin' in health.headers)
})
