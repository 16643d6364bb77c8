import { once } from 'node:events'
import net from 'node:net'
import t, { type Test } from 'tap'
import { startEngine } from '../../fixtures/engine.ts'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import { toBytes } from '../../fixtures/raw-request.ts'
import { type Service, startService } from '../../fixtures/service.ts'

const { endpoint } = await startEngine(t)
const tooLong = { message: 'Request Too Long' }

function start(t: Test, env: Record<string, string> = {}): Promise<Service> {
  return startService(t, { endpoint, env })
}

t.test('a body over the limit is 413, announced or chunked', async (t) => {
  const service = await start(t, { BODY_LIMIT: '1000' })
  const fits = JSON.stringify({ operation: 'echo', payload: 'x'.repeat(967) })
  t.equal(fits.length, 1000)
  t.equal((await service.post(fits)).status, 200, 'a body of the limit is served')
  for (const headers of [{}, { 'transfer-encoding': 'chunked' }]) {
    expectAnswer(t, await service.post(`${fits} `, headers), 413, tooLong)
  }
  const chunked = await service.post(fits, { 'transfer-encoding': 'chunked' })
  t.equal(chunked.status, 200, 'a chunked body is a body')
})

t.test('a client that sends a whole body before it reads still gets its 413', async (t) => {
  const service = await start(t)
  // The body is larger than all buffers between client and server.
  const body = Buffer.alloc(20_000_000, 'x')
  for (const connection of ['close', 'keep-alive']) {
    const socket = net.connect(service.port, '127.0.0.1').pause()
    socket.write(
      `POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nConnection: ${connection}\r\nContent-Length: ${body.length}\r\n\r\n`
    )
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.write(body, () => resolve())
    })
    const [answer] = await once(socket.resume(), 'data')
    t.match(String(answer), /^HTTP\/1\.1 413 /, connection)
    socket.destroy()
  }
})

t.test('a body of Lambda’s 6,291,456 bytes is served, one more is not', async (t) => {
  const service = await start(t)
  const shell = JSON.stringify({ operation: 'echo', payload: '' })
  const body = shell.replace('""', `"${'x'.repeat(6_291_456 - shell.length)}"`)
  t.equal((await service.post(body)).body.length, 6_291_456 - shell.length + 2)
  expectAnswer(t, await service.post(`${body} `), 413, tooLong)
  t.equal((await service.post({ operation: 'ping' })).status, 200)
})

t.test('a body that is cut short writes nothing, and the server goes on', async (t) => {
  const service = await start(t)
  const { tableName } = service
  const create = { operation: 'create', tableName, payload: { Item: { id: 'cut' } } }
  const socket = net.connect(service.port, '127.0.0.1')
  socket.end(
    toBytes(create).replace(/Length: (\d+)/, (_, length) => `Length: ${Number(length) + 1}`)
  )
  socket.resume()
  await once(socket, 'close')
  const list = await service.post({ operation: 'list', tableName })
  t.same(JSON.parse(list.body).Items, [])
})
