import t from 'tap'
import { startEngine } from '../fixtures/engine.ts'
import { exchange, toBytes } from '../fixtures/raw-request.ts'
import { request } from '../fixtures/request.ts'
import { startService } from '../fixtures/service.ts'

const { endpoint } = await startEngine(t)
const ping = { operation: 'ping' }

t.test('what Node’s parser refuses is answered in the gateway’s shape', async (t) => {
  const service = await startService(t, { endpoint })
  const cases: [string, string, string][] = [
    ['GARBAGE\r\n\r\n', '400 Bad Request', 'Bad Request'],
    [
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
      '400 Bad Request',
      'Bad Request'
    ],
    [
      'POST /dynamodbmanager HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      '400 Bad Request',
      'Bad Request'
    ],
    [
      `POST / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
      'Request Header Fields Too Large'
    ]
  ]
  for (const [bytes, status, message] of cases) {
    const answer = await exchange(service.port, bytes)
    t.ok(answer.startsWith(`HTTP/1.1 ${status}\r\n`), answer)
    t.ok(answer.endsWith(`\r\n\r\n{"message":"${message}"}`), answer)
    t.match(answer, /content-type: application\/json/i)
    t.match(answer, /connection: close/i)
  }
  t.equal((await request(service.port, { body: JSON.stringify(ping) })).body, '"pong"')
})

t.test('a request that works is never answered for the garbage behind it', async (t) => {
  const service = await startService(t, { endpoint })
  const { tableName } = service
  const create = { operation: 'create', tableName, payload: { Item: { id: 'before-garbage' } } }
  const answer = await exchange(service.port, `${toBytes(create)}GARBAGE\r\n\r\n`)
  t.notMatch(answer, '400', 'the write may have happened')
})
