import { once } from 'node:events'
import net from 'node:net'
import t, { type Test } from 'tap'
import { startFakeEngine } from '../fixtures/fake-engine.ts'
import { type Service, startService } from '../fixtures/service.ts'

const ping = { operation: 'ping' }
const read = { operation: 'read', tableName: 'held-table', payload: { Key: { id: '1' } } }

function toBytes(envelope: object, headers = ''): string {
  const body = JSON.stringify(envelope)
  return `POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`
}

/** A service whose engine never answers, and a promise that it was asked. */
async function startSilent(t: Test, env: Record<string, string>) {
  let tell = (): void => {}
  const asked = new Promise<void>((resolve) => {
    tell = resolve
  })
  const engine = await startFakeEngine(t, () => tell())
  const service = await startService(t, { endpoint: engine.endpoint, env, table: false })
  return { service, asked }
}

async function connect(service: Service): Promise<net.Socket> {
  const socket = net.connect(service.port, '127.0.0.1')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

t.test('answers that wait behind another are given up with their connection', async (t) => {
  const { service, asked } = await startSilent(t, { MAX_IN_FLIGHT: '3' })
  const socket = await connect(service)
  socket.write(toBytes(read) + toBytes(ping) + toBytes(ping))
  await asked
  t.equal((await service.post(ping)).status, 503, 'its places are taken')
  socket.resetAndDestroy()
  let answer = await service.post(ping)
  while (answer.status === 503) answer = await service.post(ping)
  t.equal(answer.status, 200, 'and free again')
  const lines = service.logs.filter(({ statusCode }) => statusCode === undefined)
  t.equal(lines.length, 3, 'each has its line')
})

t.test('what is refused takes nobody’s place', async (t) => {
  const { service, asked } = await startSilent(t, { MAX_IN_FLIGHT: '2', API_KEYS: 'key' })
  const socket = await connect(service)
  socket.write(toBytes(read, 'x-api-key: key\r\n') + toBytes(ping).repeat(20))
  await asked
  t.equal((await service.post(ping, { 'x-api-key': 'key' })).status, 200)
  socket.destroy()
})

t.test('a client that does not read its answer is let go', async (t) => {
  const { service } = await startSilent(t, { REQUEST_TIMEOUT_MS: '500' })
  const socket = await connect(service)
  socket.pause()
  socket.write(toBytes({ operation: 'echo', payload: 'x'.repeat(6_000_000) }))
  while (service.logs.length === 0) await service.send({ method: 'GET', path: '/health' })
  t.match(service.logs, [{ operation: 'echo' }], 'it is over')
  socket.destroy()
})

t.test('headers that do not end are 408, and what comes of them later is not run', async (t) => {
  const { service } = await startSilent(t, { REQUEST_TIMEOUT_MS: '500' })
  const open = { port: service.port, host: '127.0.0.1', allowHalfOpen: true }
  const whole = toBytes(ping)
  const sendLate = async (start: string, rest: string): Promise<string> => {
    const socket = net.connect(open)
    socket.on('error', () => {})
    socket.write(start)
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    await once(socket, 'end')
    socket.write(rest)
    // It hears of the end of its connection when it sends once more, which is not the start of a request.
    while (!socket.destroyed) {
      socket.write('\r\n')
      await service.send({ method: 'GET', path: '/health' })
    }
    return text
  }
  const texts = [sendLate('', ''), sendLate(whole.slice(0, 40), whole.slice(40))]
  for (const text of await Promise.all(texts)) t.match(text, /^HTTP\/1\.1 408 /)
  t.same(
    service.logs.filter(({ operation }) => operation),
    []
  )
})

t.test('an expectation that nobody knows is ignored', async (t) => {
  const { service } = await startSilent(t, {})
  const socket = await connect(service)
  socket.write(toBytes(ping, 'Expect: the unexpected\r\nConnection: close\r\n'))
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  await once(socket, 'close')
  t.match(text, /^HTTP\/1\.1 200 OK\r\n/)
  t.match(text, /x-amzn-requestid/i)
})
