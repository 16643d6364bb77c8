import { once } from 'node:events'
import http from 'node:http'
import t from 'tap'
import { deferred } from '../../fixtures/deferred.ts'
import { startHeld } from '../../fixtures/held-engine.ts'
import { startScripted } from '../../fixtures/service.ts'

const ping = { operation: 'ping' }
const add = {
  operation: 'update',
  tableName: 'held-table',
  payload: {
    Key: { id: '1' },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 }
  }
}
const read = { operation: 'read', tableName: 'held-table', payload: { Key: { id: '1' } } }

/** Posts on a connection that the agent keeps open. */
function postOn(agent: http.Agent, port: number, envelope: object): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = http.request({ agent, port, method: 'POST', path: '/dynamodbmanager' })
    outgoing.on('response', (response) => resolve(response.resume())).on('error', reject)
    outgoing.end(JSON.stringify(envelope))
  })
}

t.test('closing answers the requests in flight, with Connection: close', async (t) => {
  const { service, waiting, release } = await startHeld(t)
  const answer = postOn(new http.Agent({ keepAlive: true }), service.port, read)
  await waiting(1)
  const closed = service.close()
  await t.rejects(
    new Promise((resolve, reject) => {
      const late = http.get({ port: service.port, path: '/health', agent: false })
      late.on('error', reject).on('response', resolve)
    }),
    { code: 'ECONNREFUSED' },
    'no new connection is taken'
  )
  release()
  t.equal((await answer).statusCode, 200)
  t.equal((await answer).headers.connection, 'close')
  await closed
})

t.test('closing answers 504 if the engine stays silent until the time is over', async (t) => {
  const { promise: asked, resolve } = deferred()
  const { service } = await startScripted(t, () => resolve(), {
    waits: { drainMs: 300, lingerMs: 100 }
  })
  const unsent = http.request({
    port: service.port,
    method: 'POST',
    path: '/dynamodbmanager',
    headers: { 'content-length': '9' }
  })
  unsent.write('{')
  const unsentAnswer = once(unsent, 'response') as Promise<[http.IncomingMessage]>
  const [socket] = await once(unsent, 'socket')
  if (socket.connecting) await once(socket, 'connect')
  // The server accepts connections in the order in which they were made.
  const answer = service.post(add)
  await asked
  await service.close()
  t.match(await answer, { status: 504, headers: { connection: 'close' } })
  const [{ statusCode }] = await unsentAnswer
  t.equal(statusCode, 504, 'so it does where a body is still on its way')
  unsent.destroy()
  t.same(
    service.logs.map(({ statusCode }) => statusCode),
    [504, 504],
    'each has its line'
  )
})

t.test('closing answers what still comes on an open connection', async (t) => {
  const { service } = await startScripted(t, () => {})
  const agent = new http.Agent({ keepAlive: true })
  t.equal((await postOn(agent, service.port, ping)).headers.connection, 'keep-alive')
  const closed = service.close()
  const late = await postOn(agent, service.port, ping)
  t.same([late.statusCode, late.headers.connection], [200, 'close'])
  await closed
})
