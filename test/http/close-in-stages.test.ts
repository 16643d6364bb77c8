import { once } from 'node:events'
import net from 'node:net'
import t, { type Test } from 'tap'
import { startFakeEngine } from '../fixtures/fake-engine.ts'
import { type Service, startService } from '../fixtures/service.ts'

// The body is larger than all buffers between client and server.
const BODY = Buffer.alloc(20_000_000, 'x')
const LAST = 'Connection: close\r\n'

async function start(t: Test, env: Record<string, string> = {}): Promise<Service> {
  const engine = await startFakeEngine(t, () => {})
  return startService(t, {
    endpoint: engine.endpoint,
    env,
    table: false,
    waits: { drainMs: 1, silenceMs: 200 }
  })
}

/** Sends a whole request before it reads anything; resolves with all that the server sent. */
async function sendThenRead(port: number, head: string, body = BODY): Promise<string> {
  const socket = net.connect(port, '127.0.0.1').pause()
  const closed = new Promise<void>((resolve, reject) => {
    socket.once('error', reject).once('close', () => resolve())
  })
  socket.write(`${head}\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`)
  await Promise.race([new Promise<void>((resolve) => socket.write(body, () => resolve())), closed])
  let text = ''
  socket.resume().on('data', (chunk) => {
    text += chunk
  })
  await closed
  return text
}

t.test(
  'an answer before the body is not lost to a client that wants its connection closed',
  async (t) => {
    const service = await start(t, { RATE_LIMIT: '1', BURST: '1', API_KEYS: 'key' })
    const key = 'x-api-key: key\r\n'
    const post = 'POST /dynamodbmanager HTTP/1.1\r\n'
    for (const [status, head] of [
      [403, `POST /unknown HTTP/1.1\r\n${LAST}`],
      [403, `${post}${LAST}`],
      [413, `${post}${LAST}${key}`],
      [429, `${post}${LAST}${key}`],
      [400, `${post}${LAST}Transfer-Encoding: chunked`],
      [200, `GET /health HTTP/1.1\r\n${LAST}`],
      [403, 'POST /unknown HTTP/1.0\r\n']
    ] as const) {
      const text = await sendThenRead(service.port, head.trimEnd())
      t.match(text, new RegExp(`^HTTP/1\\.1 ${status} `), head)
      t.match(text, /\r\nconnection: close\r\n/i)
    }
  }
)

t.test('503 reaches it too', async (t) => {
  const service = await start(t, { MAX_IN_FLIGHT: '1' })
  const held = net.connect(service.port, '127.0.0.1')
  held.write('POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n')
  while ((await service.post({ operation: 'ping' })).status === 200);
  const text = await sendThenRead(
    service.port,
    `POST /dynamodbmanager HTTP/1.1\r\n${LAST}`.trimEnd()
  )
  t.match(text, /^HTTP\/1\.1 503 /)
  held.destroy()
})

t.test('what follows such an answer on its connection is not run', async (t) => {
  const service = await start(t)
  const ping = '{"operation":"ping"}'
  const next = `POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nContent-Length: ${ping.length}\r\n\r\n${ping}`
  const socket = net.connect({ port: service.port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => {})
  socket.write(`POST /unknown HTTP/1.1\r\n${LAST}Host: x\r\nContent-Length: 1000\r\n\r\n`)
  const [answer] = await once(socket, 'data')
  t.match(String(answer), /^HTTP\/1\.1 403 /)
  socket.write('x'.repeat(1000) + next)
  while (!socket.destroyed) {
    socket.write(next)
    await service.send({ method: 'GET', path: '/health' })
  }
  t.same(
    service.logs.filter(({ operation }) => operation),
    []
  )
})

t.test('the rest of a body is read no longer than its request may take', async (t) => {
  const service = await start(t, { REQUEST_TIMEOUT_MS: '100' })
  for (const [path, status] of [
    ['/unknown', 403],
    ['/dynamodbmanager', 504]
  ]) {
    const socket = net.connect({ port: service.port, host: '127.0.0.1', allowHalfOpen: true })
    socket.on('error', () => {})
    socket.write(`POST ${path} HTTP/1.1\r\n${LAST}Host: x\r\nContent-Length: 1000000\r\n\r\n`)
    const [answer] = await once(socket, 'data')
    t.match(String(answer), new RegExp(`^HTTP/1\\.1 ${status} `))
    while (!socket.destroyed) {
      socket.write('x')
      await service.send({ method: 'GET', path: '/health' })
    }
  }
})
