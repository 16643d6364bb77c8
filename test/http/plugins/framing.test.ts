import t from 'tap'
import { startFakeEngine } from '../../fixtures/fake-engine.ts'
import { exchange } from '../../fixtures/raw-request.ts'
import { startService } from '../../fixtures/service.ts'

const ping = '{"operation":"ping"}'

t.test(
  'what is wrong with the headers is told as that, not as a body that is no JSON',
  async (t) => {
    const engine = await startFakeEngine(t, () => {})
    const { port } = await startService(t, { endpoint: engine.endpoint, table: false })
    for (const [headers, detail] of [
      [`Content-Length: ${ping.length}\r\n`, 'expected a Host header'],
      [
        'Host: x\r\nTransfer-Encoding: gzip, chunked\r\n',
        'expected no Transfer-Encoding but chunked'
      ]
    ]) {
      const answer = await exchange(port, `POST /dynamodbmanager HTTP/1.1\r\n${headers}\r\n${ping}`)
      t.match(answer, /^HTTP\/1\.1 400 /)
      t.match(answer, /\r\nx-amzn-errortype: BadRequestException\r\n/i)
      t.equal(answer.split('\r\n\r\n')[1], JSON.stringify({ message: `Bad Request: ${detail}` }))
    }
  }
)
