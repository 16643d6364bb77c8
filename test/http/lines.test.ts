import { once } from 'node:events'
import http, { type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { startEngine } from '../fixtures/engine.ts'
import { refusal, reply, type Script, startFakeEngine } from '../fixtures/fake-engine.ts'
import { type Service, startService } from '../fixtures/service.ts'

const LINES = { accept: 'application/x-ndjson' }
const list = (tableName: string, payload: object = {}) => ({
  operation: 'list',
  tableName,
  payload
})

/** Parses the lines of a stream. Throws if the last one does not end with a line feed. */
function linesOf(body: string): Record<string, unknown>[] {
  const lines = body.split('\n')
  if (lines.pop() !== '') throw new Error('the last line is not ended')
  return lines.map((line) => JSON.parse(line))
}

async function startFilled(t: Test, count: number): Promise<Service> {
  const { endpoint } = await startEngine(t)
  const service = await startService(t, { endpoint })
  for (let n = 0; n < count; n++) {
    const payload = { Item: { id: `${n}`, n, text: 'x'.repeat(1_000) } }
    await service.post({ operation: 'create', tableName: service.tableName, payload })
  }
  return service
}

t.test(
  'a list is answered as lines, every page of it, and a last line with the sums',
  async (t) => {
    const service = await startFilled(t, 25)
    const payload = { Limit: 10, ReturnConsumedCapacity: 'TOTAL' }
    const answer = await service.post(list(service.tableName, payload), LINES)
    t.equal(answer.status, 200)
    t.match(answer.headers, {
      'content-type': 'application/x-ndjson',
      vary: 'Accept',
      'x-accel-buffering': 'no'
    })
    const lines = linesOf(answer.body)
    const last = lines.pop()
    t.same(Object.keys(last ?? {}), ['Count', 'ScannedCount', 'ConsumedCapacity'])
    t.match(last, { Count: 25, ScannedCount: 25 })
    const ids = lines.map(({ Item }) => (Item as { id: string }).id)
    t.equal(new Set(ids).size, 25, 'no item is lost or twice')
    t.match(service.logs.at(-1), { statusCode: 200, items: 25, pages: 3, retries: 0 })
    t.notOk('cut' in (service.logs.at(-1) ?? {}))

    const typed = { ...list(service.tableName, { Limit: 10 }), format: 'dynamodb' }
    const [first] = linesOf((await service.post(typed, LINES)).body)
    t.match(first, { Item: { id: { S: String }, n: { N: String } } })

    const counted = await service.post(list(service.tableName, { Select: 'COUNT' }), LINES)
    t.same(linesOf(counted.body), [{ Count: 25, ScannedCount: 25 }])
    const plain = await service.post(list(service.tableName), { accept: '*/*' })
    t.match(plain.headers, { 'content-type': 'application/json', vary: 'Accept' })
    const other = await service.post({ operation: 'ping' }, LINES)
    t.equal(other.body, '"pong"', 'another operation does not look at the header')
    t.notOk('vary' in other.headers)
  }
)

t.test('a query is answered as lines, from where its payload begins', async (t) => {
  const service = await startFilled(t, 2)
  const payload = {
    KeyConditionExpression: 'id = :id',
    ExpressionAttributeValues: { ':id': '1' },
    ProjectionExpression: 'n'
  }
  const query = { operation: 'query', tableName: service.tableName, payload }
  const { body } = await service.post(query, { accept: 'application/jsonl' })
  t.equal(body, '{"Item":{"n":1}}\n{"Count":1,"ScannedCount":1}\n')
})

t.test('a failure of the first page is an ordinary error', async (t) => {
  const { endpoint } = await startEngine(t)
  for (const [ERROR_STATUS, status] of [
    ['http', 404],
    ['lambda', 200]
  ] as const) {
    const service = await startService(t, { endpoint, env: { ERROR_STATUS } })
    const answer = await service.post(list('no-such-table'), LINES)
    t.equal(answer.status, status)
    t.match(answer.headers, { 'content-type': 'application/json', vary: 'Accept' })
    t.match(JSON.parse(answer.body), { errorType: 'ResourceNotFoundException' })
  }
})

/** Makes a page of a fake table, with one numbered item. */
function page(number: number, isLast = false): object {
  return {
    Items: [{ id: { S: `${number}` } }],
    Count: 1,
    ScannedCount: 1,
    ...(isLast ? {} : { LastEvaluatedKey: { id: { S: `${number}` } } })
  }
}

async function startFake(t: Test, script: Script, options: object = {}): Promise<Service> {
  const { endpoint } = await startFakeEngine(t, script)
  return startService(t, { endpoint, table: false, ...options })
}

t.test('a later failure is the last line, from which the client can go on', async (t) => {
  const service = await startFake(t, ({ number }, response) => {
    if (number <= 2) reply(response, 200, page(number))
    else reply(response, 400, refusal('AccessDeniedException'))
  })
  const { status, body, headers } = await service.post(list('a-table'), LINES)
  t.equal(status, 200)
  t.same(linesOf(body), [
    { Item: { id: '1' } },
    { Item: { id: '2' } },
    {
      errorType: 'AccessDeniedException',
      errorMessage: 'told by the engine',
      requestId: headers['x-amzn-requestid'],
      Count: 2,
      ScannedCount: 2,
      LastEvaluatedKey: { id: '2' }
    }
  ])
  t.match(service.logs.at(-1), { statusCode: 200, errorType: 'AccessDeniedException', items: 2 })
})

t.test('each page has a time limit of its own, with the gateway’s message', async (t) => {
  const service = await startFake(
    t,
    ({ number }, response) => {
      if (number <= 2) reply(response, 200, page(number))
    },
    { env: { REQUEST_TIMEOUT_MS: '300' } }
  )
  const lines = linesOf((await service.post(list('a-table'), LINES)).body)
  t.match(lines.at(-1), {
    errorType: 'EndpointRequestTimedOutException',
    errorMessage: 'Endpoint request timed out',
    LastEvaluatedKey: { id: '2' }
  })
})

/** Asks for lines; resolves with the answer before its body is read. */
async function ask(service: Service): Promise<IncomingMessage> {
  const outgoing = http.request({
    port: service.port,
    method: 'POST',
    path: '/dynamodbmanager',
    headers: LINES
  })
  outgoing.end(JSON.stringify(list('a-table')))
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
  return answer
}

t.test('at most two pages are held for a client that does not read', async (t) => {
  const large = { S: 'x'.repeat(900_000) }
  let asked = 0
  const service = await startFake(t, ({ number }, response) => {
    asked = number
    reply(response, 200, { ...page(number, number === 40), Items: [{ id: { S: '1' }, large }] })
  })
  const answer = await ask(service)
  answer.pause()
  // The kernel buffers some pages; what matters is that the service stops asking for more.
  let before = -1
  while (asked !== before) {
    before = asked
    for (let n = 0; n < 20; n++) await service.post({ operation: 'ping' })
  }
  t.ok(asked < 20, `${asked} pages were asked for`)
  const body = await text(answer)
  t.equal(linesOf(body).length, 41, 'and all come once it reads')
})

t.test('a client that goes away ends the calls, and the log says that it was cut', async (t) => {
  const service = await startFake(t, ({ number }, response) => {
    if (number === 1) reply(response, 200, page(number))
  })
  const answer = await ask(service)
  await once(answer, 'data')
  answer.destroy()
  while (!service.logs.some(({ cut }) => cut)) await service.post({ operation: 'ping' })
  const line = service.logs.find(({ cut }) => cut)
  t.match(line, { operation: 'list', items: 1, cut: true })
})

t.test('while the server stops a stream ends with where to go on', async (t) => {
  const service = await startFake(t, ({ number }, response) => {
    if (number <= 3) reply(response, 200, page(number))
  })
  const answer = await ask(service)
  const reading = text(answer)
  await once(answer, 'data')
  await service.close()
  const last = linesOf(await reading).at(-1)
  t.match(last, { LastEvaluatedKey: { id: String } })
  t.notOk('errorType' in (last ?? {}))
})
