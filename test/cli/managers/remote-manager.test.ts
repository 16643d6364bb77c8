import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { toManagerUrl } from '../../../src/cli/managers/remote-manager.ts'
import { startCommandLine } from '../../fixtures/command-line.ts'
import { startEngine } from '../../fixtures/engine.ts'
import { startService } from '../../fixtures/service.ts'

interface Asked {
  operation: string
  payload: Record<string, unknown> & { Put?: { id: string }[] }
}

type Script = (asked: Asked, response: ServerResponse, request: IncomingMessage) => void

t.test('through a server every command has the same result', async (t) => {
  const { endpoint } = await startEngine(t)
  const env = { API_KEYS: 'a-key-of-sixteen-characters' }
  const service = await startService(t, { endpoint, env })
  const line = await startCommandLine(t)
  const own = await line.makeTable()
  const to = ['--url', service.url, '--api-key', env.API_KEYS]
  const table = ['--table', service.tableName]
  const file = line.path('items.jsonl')
  writeFileSync(file, Array.from({ length: 100 }, (_, n) => `{"id":"${n}","n":${n}}\n`).join(''))
  t.equal((await line.run(['import', file, '--table', own])).code, 0)
  t.equal((await line.run(['import', file, ...table, ...to])).code, 0)

  const sorted = (text: string) => text.split('\n').sort()
  for (const args of [
    ['--as', 'jsonl'],
    ['--as', 'dynamodb', '--segments', '3'],
    ['--as', 'csv']
  ]) {
    const local = await line.run(['export', '--table', own, ...args])
    const remote = await line.run(['export', ...table, ...to, ...args])
    t.strictSame(sorted(remote.stdout), sorted(local.stdout), args.join(' '))
  }
  const counted = await line.run(['count', ...table, ...to])
  t.equal(counted.stdout, (await line.run(['count', '--table', own])).stdout)
  const read = ['call', 'read', '{"Key":{"id":"7"}}']
  const remote = JSON.parse((await line.run([...read, ...table, ...to])).stdout)
  const local = JSON.parse((await line.run([...read, '--table', own])).stdout)
  t.strictSame(remote.Item, local.Item)
  const copied = await line.run([
    'copy',
    own,
    service.tableName,
    '--to-url',
    service.url,
    '--to-api-key',
    env.API_KEYS
  ])
  t.equal(copied.code, 0, copied.stderr)
  const refused = await line.run([...read, ...table, '--url', service.url])
  t.match(refused, { code: 1, stderr: '{"message":"Forbidden"}' })
  const exported = await line.run(['export', ...table, '--as', 'jsonl', '--url', service.url])
  t.match(exported, { code: 1, stderr: /Forbidden/ })
})

t.test('a key that may not write ends an import at once', async (t) => {
  const { url, asked } = await startFake(t, ({ operation }, response) => {
    if (operation === 'describe') return answer(response, 200, TABLE)
    const errorType = 'AccessDeniedException'
    answer(response, 403, {
      errorType,
      errorMessage: 'not allowed with this API key',
      requestId: '1'
    })
  })
  const line = await startCommandLine(t)
  const stdin = Array.from({ length: 1_000 }, (_, n) => `{"id":"${n}"}\n`).join('')
  const args = ['import', '-', '--as', 'jsonl', '--table', 'a', '--url', url]
  const rejects = ['--rejects', line.path('rejects')]
  const result = await line.run([...args, ...rejects], { stdin })
  t.match(result, { code: 1, stderr: /not allowed with this API key/ })
  t.ok(asked.filter(({ operation }) => operation === 'batchWrite').length <= 9)
})

t.test('429 and 503 are waited out, and what is left unprocessed is sent again', async (t) => {
  const put = new Set<string>()
  let number = 0
  const { url } = await startFake(t, ({ operation, payload }, response) => {
    if (operation === 'describe') return answer(response, 200, TABLE)
    number++
    if (number === 2)
      return answer(response, 429, { message: 'Too Many Requests' }, { 'retry-after': '0' })
    if (number === 3) return answer(response, 503, { message: 'Service Unavailable' })
    if (number === 4) return void response.destroy()
    const [first, ...others] = payload.Put ?? []
    for (const { id } of others) put.add(id)
    if (number === 5 && first) return answer(response, 200, { UnprocessedItems: { Put: [first] } })
    if (first) put.add(first.id)
    answer(response, 200, {})
  })
  const line = await startCommandLine(t)
  const stdin = Array.from({ length: 200 }, (_, n) => `{"id":"${n}"}\n`).join('')
  const args = ['import', '-', '--as', 'jsonl', '--table', 'a', '--url', url]
  const { code, stderr } = await line.run(args, { stdin })
  t.equal(code, 0, stderr)
  t.match(stderr, /waiting: /)
  t.equal(put.size, 200)
})

t.test('a stream that is cut, or fails, goes on behind its last item', async (t) => {
  const keys: unknown[] = []
  const { url } = await startFake(t, ({ operation, payload }, response) => {
    if (operation === 'describe') return answer(response, 200, TABLE)
    keys.push(payload.ExclusiveStartKey)
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    if (keys.length === 1) {
      // In the middle of a line.
      response.write(`${item(1)}${item(2)}{"Item":{"id"`, () => response.destroy())
    } else if (keys.length === 2) {
      const error = { errorType: 'ServiceUnavailable', errorMessage: 'Try again.', requestId: '1' }
      response.end(
        `${item(3)}${JSON.stringify({ ...error, LastEvaluatedKey: { id: { S: '4' } } })}\n`
      )
    } else if (keys.length === 3) {
      response.end(`${item(5)}{"Count":1,"ScannedCount":1,"LastEvaluatedKey":{"id":{"S":"6"}}}\n`)
    } else response.end(`${item(7)}{"Count":1,"ScannedCount":1}\n`)
  })
  const line = await startCommandLine(t)
  const { code, stdout, stderr } = await line.run([
    'export',
    '--as',
    'dynamodb',
    '--table',
    'a',
    '--url',
    url
  ])
  t.equal(code, 0, stderr)
  t.equal(stdout, [1, 2, 3, 5, 7].map(item).join(''))
  t.strictSame(keys, [undefined, { id: { S: '2' } }, { id: { S: '4' } }, { id: { S: '6' } }])
})

t.test('a stream that is cut where its place cannot be told ends the export', async (t) => {
  const { url } = await startFake(t, ({ operation }, response) => {
    const errorType = 'AccessDeniedException'
    if (operation === 'describe')
      return answer(response, 403, { errorType, errorMessage: 'no', requestId: '1' })
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.write(item(1), () => response.destroy())
  })
  const line = await startCommandLine(t)
  const file = line.path('a.json')
  const result = await line.run(['export', file, '--table', 'a', '--url', url])
  t.equal(result.code, 1, result.stderr)
})

t.test('a server that is not there, and what is no server of ours, are told', async (t) => {
  const line = await startCommandLine(t)
  const gone = await line.run(['count', '--table', 'a', '--url', 'http://127.0.0.1:1'])
  t.match(gone, {
    code: 1,
    stderr: /Unreachable: http:\/\/127\.0\.0\.1:1\/dynamodbmanager: .*ECONNREFUSED/
  })
  const { url } = await startFake(t, (_, response) => void response.end('<html>'))
  const other = await line.run(['export', '--as', 'jsonl', '--table', 'a', '--url', url])
  t.equal(other.code, 1)
  const wrong = await line.run(['count', '--table', 'a', '--url', 'localhost'])
  t.match(wrong, { code: 2, stderr: /begins with http/ })
})

t.test('a URL may have the manager’s path, and a stage’s', async (t) => {
  for (const [given, expected] of [
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000/dynamodbmanager'],
    ['http://127.0.0.1:3000/', 'http://127.0.0.1:3000/dynamodbmanager'],
    ['https://a.example/Prod', 'https://a.example/Prod/dynamodbmanager'],
    ['https://a.example/prod/DynamoDBManager', 'https://a.example/prod/DynamoDBManager']
  ] as const) {
    t.equal(toManagerUrl(given).href, expected)
  }
})

const TABLE = {
  Table: {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }]
  }
}

function item(id: number): string {
  return `{"Item":{"id":{"S":"${id}"}}}\n`
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {}
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

async function startFake(t: Test, script: Script): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as Asked
    asked.push(body)
    script(body, response, request)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}
