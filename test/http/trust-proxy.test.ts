import t, { type Test } from 'tap'
import { startFakeEngine } from '../fixtures/fake-engine.ts'
import { type Service, startService } from '../fixtures/service.ts'

const { endpoint } = await startFakeEngine(t, () => {})

/** Starts a service. The tests' requests come from 127.0.0.1, as those of a local proxy would. */
function start(t: Test, env: Record<string, string>): Promise<Service> {
  return startService(t, { endpoint, env: { RATE_LIMIT: '1', BURST: '1', ...env }, table: false })
}

/**
 * Sends 20 requests, each with the X-Forwarded-For of another client; resolves with their statuses.
 */
async function statusesOf(service: Service, forwardedFor: (client: number) => string) {
  const statuses: number[] = []
  for (let client = 1; client <= 20; client++) {
    const headers = { 'x-forwarded-for': forwardedFor(client) }
    statuses.push((await service.post({ operation: 'ping' }, headers)).status)
  }
  return statuses
}

t.test('behind a proxy that is trusted each client has a rate of its own', async (t) => {
  for (const TRUST_PROXY of ['127.0.0.1', '10.0.0.0/8, 127.0.0.0/8']) {
    const service = await start(t, { TRUST_PROXY })
    const statuses = await statusesOf(service, (client) => `203.0.113.${client}`)
    t.ok(
      statuses.every((status) => status === 200),
      TRUST_PROXY
    )
  }
})

t.test('what another says of its clients is not believed', async (t) => {
  for (const env of [{}, { TRUST_PROXY: '10.0.0.0/8,::1' }]) {
    const service = await start(t, env)
    t.ok((await statusesOf(service, (client) => `203.0.113.${client}`)).includes(429))
  }
})

t.test('nor what a client says before the proxy: the last address counts', async (t) => {
  const service = await start(t, { TRUST_PROXY: '127.0.0.1' })
  const statuses = await statusesOf(service, (client) => `198.51.100.${client}, 203.0.113.1`)
  t.ok(statuses.includes(429))
})

t.test('pages have the address by which the proxy was called, if it is trusted', async (t) => {
  const headers = {
    accept: 'text/html',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'api.example'
  }
  const page = { method: 'GET', path: '/', headers }
  const trusting = await start(t, { TRUST_PROXY: '127.0.0.1' })
  t.match((await trusting.send(page)).body, 'curl https://api.example/dynamodbmanager')
  const other = await start(t, {})
  t.notMatch((await other.send(page)).body, 'api.example')
})
