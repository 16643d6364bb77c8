import t, { type Test } from 'tap'
import { deferred } from '../../fixtures/deferred.ts'
import { eventually } from '../../fixtures/eventually.ts'
import { connect, toBytes } from '../../fixtures/raw-request.ts'
import { startScripted } from '../../fixtures/service.ts'

const ping = { operation: 'ping' }
const read = { operation: 'read', tableName: 'held-table', payload: { Key: { id: '1' } } }

/** Starts a service whose engine never answers; `asked` resolves when the engine gets a call. */
async function startSilent(t: Test, env: Record<string, string>) {
  const { promise: asked, resolve } = deferred()
  const { service } = await startScripted(t, () => resolve(), { env })
  return { service, asked }
}

t.test('answers that wait behind another are given up with their connection', async (t) => {
  const { service, asked } = await startSilent(t, { MAX_IN_FLIGHT: '3' })
  const socket = await connect(service.port)
  socket.write(toBytes(read) + toBytes(ping) + toBytes(ping))
  await asked
  t.equal((await service.post(ping)).status, 503, 'its places are taken')
  socket.resetAndDestroy()
  await eventually('its places are free', async () => (await service.post(ping)).status !== 503)
  t.equal((await service.post(ping)).status, 200, 'and free again')
  const lines = service.logs.filter(({ statusCode }) => statusCode === undefined)
  t.equal(lines.length, 3, 'each has its line')
})

t.test('a refused request does not count as in flight', async (t) => {
  const { service, asked } = await startSilent(t, { MAX_IN_FLIGHT: '2', API_KEYS: 'key' })
  const socket = await connect(service.port)
  socket.write(toBytes(read, 'x-api-key: key\r\n') + toBytes(ping).repeat(20))
  await asked
  t.equal((await service.post(ping, { 'x-api-key': 'key' })).status, 200)
  socket.destroy()
})
