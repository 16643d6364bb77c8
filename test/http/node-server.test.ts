import t from 'tap'
import { eventually } from '../fixtures/eventually.ts'
import { connect, exchange, readAll, toBytes } from '../fixtures/raw-request.ts'
import { startScripted } from '../fixtures/service.ts'

const ping = { operation: 'ping' }

t.test('headers that do not end are 408, and what comes of them later is not run', async (t) => {
  const { service } = await startScripted(t, () => {}, {
    env: { REQUEST_TIMEOUT_MS: '300' },
    waits: { silenceMs: 100 }
  })
  const whole = toBytes(ping)
  const sendLate = async (start: string, rest: string): Promise<string> => {
    const socket = await connect(service.port, { allowHalfOpen: true })
    socket.write(start)
    const text = await readAll(socket)
    socket.write(rest)
    // The client learns that its connection is closed when it sends again; an empty line starts no
    // request.
    await eventually('its end', () => {
      socket.write('\r\n')
      return socket.destroyed
    })
    return text
  }
  const texts = [sendLate('', ''), sendLate(whole.slice(0, 40), whole.slice(40))]
  for (const text of await Promise.all(texts)) t.match(text, /^HTTP\/1\.1 408 /)
  t.same(
    service.logs.filter(({ operation }) => operation),
    []
  )
})

t.test('an unknown expectation is ignored', async (t) => {
  const { service } = await startScripted(t, () => {})
  const headers = 'Expect: the unexpected\r\nConnection: close\r\n'
  const text = await exchange(service.port, toBytes(ping, headers))
  t.match(text, /^HTTP\/1\.1 200 OK\r\n/)
  t.match(text, /x-amzn-requestid/i)
})

t.test('CONNECT is an unknown method, with its line in the log', async (t) => {
  const { service } = await startScripted(t, () => {})
  const answer = await exchange(service.port, 'CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n')
  t.match(answer, /^HTTP\/1\.1 403 /)
  t.match(answer, /\r\nx-amzn-requestid: /i)
  t.match(answer, '{"message":"Missing Authentication Token"}')
  await eventually('its line', () => service.logs.length > 0)
  t.match(service.logs, [{ statusCode: 403 }])
})
