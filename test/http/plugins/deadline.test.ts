import { once } from 'node:events'
import http from 'node:http'
import t from 'tap'
import { deferred } from '../../fixtures/deferred.ts'
import { eventually } from '../../fixtures/eventually.ts'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import { connect, exchange, toBytes } from '../../fixtures/raw-request.ts'
import { startScripted } from '../../fixtures/service.ts'

const tableName = 'silent-table'
const Key = { id: '1' }
const create = { operation: 'create', tableName, payload: { Item: Key } }
const read = { operation: 'read', tableName, payload: { Key } }
const add = {
  operation: 'update',
  tableName,
  payload: {
    Key,
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 }
  }
}
const timedOut = { message: 'Endpoint request timed out' }

t.test('an engine that stays silent is 504 when the time is over', async (t) => {
  const { service, engine } = await startScripted(t, () => {}, {
    env: { REQUEST_TIMEOUT_MS: '150' }
  })
  for (const envelope of [create, read, add]) {
    expectAnswer(t, await service.post(envelope), 504, timedOut)
  }
  await engine.hungUp
  t.equal((await service.post({ operation: 'ping' })).status, 200)
})

t.test('a body that comes too slowly is 504, and its connection is closed', async (t) => {
  const { service } = await startScripted(t, () => {}, { env: { REQUEST_TIMEOUT_MS: '100' } })
  const answer = await exchange(
    service.port,
    'POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"operation"'
  )
  t.match(answer, /^HTTP\/1\.1 504 /)
  t.ok(answer.endsWith(JSON.stringify(timedOut)))
})

t.test('the rest of a body that was answered already has no more time than the body', async (t) => {
  const { service } = await startScripted(t, () => {}, { env: { REQUEST_TIMEOUT_MS: '100' } })
  const socket = await connect(service.port)
  socket.write('POST /unknown HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n')
  const [answer] = await once(socket, 'data')
  t.match(String(answer), /^HTTP\/1\.1 403 /)
  await eventually('its end', () => {
    socket.write('x')
    return socket.destroyed
  })
})

t.test('the connection of a client that does not read its answer is closed', async (t) => {
  const { service } = await startScripted(t, () => {}, {
    env: { REQUEST_TIMEOUT_MS: '1000' },
    waits: { silenceMs: 100 }
  })
  const bytes = toBytes({ operation: 'echo', payload: 'x'.repeat(6_000_000) })
  const socket = await connect(service.port)
  socket.pause()
  socket.write(bytes)
  await eventually('its line in the log', () => service.logs.length > 0)
  t.match(service.logs, [{ operation: 'echo' }], 'it is over')
  socket.destroy()
})

t.test('a client that hangs up aborts the call to DynamoDB', async (t) => {
  const { promise: arrived, resolve: asked } = deferred()
  const { service, engine } = await startScripted(t, () => asked())
  const outgoing = http.request({ port: service.port, method: 'POST', path: '/dynamodbmanager' })
  outgoing.on('error', () => {})
  outgoing.end(JSON.stringify(read))
  await arrived
  outgoing.destroy()
  await engine.hungUp
  t.pass('the engine lost its client too')
  t.equal((await service.post({ operation: 'ping' })).status, 200)
  t.same(
    service.logs.filter(({ errorType }) => errorType !== undefined),
    [],
    'which is no failure of ours'
  )
})
