import t from 'tap'
import { eventually } from '../fixtures/eventually.ts'
import { exchange } from '../fixtures/raw-request.ts'
import { startScripted } from '../fixtures/service.ts'

t.test('CONNECT is an unknown method, with its line in the log', async (t) => {
  const { service } = await startScripted(t, () => {})
  const answer = await exchange(service.port, 'CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n')
  t.match(answer, /^HTTP\/1\.1 403 /)
  t.match(answer, /\r\nx-amzn-requestid: /i)
  t.match(answer, '{"message":"Missing Authentication Token"}')
  await eventually('its line', () => service.logs.length > 0)
  t.match(service.logs, [{ statusCode: 403 }])
})
