import t from 'tap'
import { startEngine } from '../../fixtures/engine.ts'
import { eventually } from '../../fixtures/eventually.ts'
import { exchange, toBytes } from '../../fixtures/raw-request.ts'
import { startScripted, startService } from '../../fixtures/service.ts'

const ping = '{"operation":"ping"}'

t.test('the error for faulty headers names the headers, not a body that is no JSON', async (t) => {
  const { service } = await startScripted(t, () => {})
  for (const [headers, detail] of [
    [`Content-Length: ${ping.length}\r\n`, 'expected a Host header'],
    ['Host: x\r\nTransfer-Encoding: gzip, chunked\r\n', 'expected no Transfer-Encoding but chunked']
  ]) {
    const answer = await exchange(
      service.port,
      `POST /dynamodbmanager HTTP/1.1\r\n${headers}\r\n${ping}`
    )
    t.match(answer, /^HTTP\/1\.1 400 /)
    t.match(answer, /\r\nx-amzn-errortype: BadRequestException\r\n/i)
    t.equal(answer.split('\r\n\r\n')[1], JSON.stringify({ message: `Bad Request: ${detail}` }))
  }
})

t.test(
  'HTTP/1.1 without a Host is refused, with an id and a log line; HTTP/1.0 needs none',
  async (t) => {
    const { service } = await startScripted(t, () => {})
    const rest = `Content-Length: ${ping.length}\r\n\r\n${ping}`
    const hostless = await exchange(service.port, `POST /dynamodbmanager HTTP/1.1\r\n${rest}`)
    t.match(hostless, /^HTTP\/1\.1 400 /)
    t.match(hostless, /\r\nx-amzn-requestid: /i)
    t.match(hostless, 'expected a Host header')
    await eventually('its line', () => service.logs.length > 0)
    t.match(service.logs, [{ statusCode: 400 }])
    const old = await exchange(service.port, `POST /dynamodbmanager HTTP/1.0\r\n${rest}`)
    t.match(old, /^HTTP\/1\.1 200 /)
  }
)

t.test('a body whose end is doubtful is refused, and so is what follows it', async (t) => {
  const { endpoint } = await startEngine(t)
  const service = await startService(t, { endpoint })
  const { tableName } = service
  const hidden = toBytes({ operation: 'create', tableName, payload: { Item: { id: 'hidden' } } })
  for (const coding of [
    'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: xchunked'
  ]) {
    for (const path of ['/dynamodbmanager', '/unknown']) {
      const answer = await exchange(
        service.port,
        `POST ${path} HTTP/1.1\r\nHost: x\r\n${coding}\r\n\r\n0\r\n\r\n${hidden}`
      )
      t.ok(answer.startsWith('HTTP/1.1 400 '), answer)
      t.match(answer, 'Transfer-Encoding')
      t.equal(answer.split('HTTP/1.1 ').length, 2, 'one answer')
    }
  }
  const list = await service.post({ operation: 'list', tableName: service.tableName })
  t.same(JSON.parse(list.body).Items, [])
  const chunked = await service.post({ operation: 'ping' }, { 'transfer-encoding': 'Chunked' })
  t.equal(chunked.status, 200)
})
