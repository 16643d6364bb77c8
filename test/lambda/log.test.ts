import t from 'tap'
import { createLog } from '../../src/lambda/log.ts'
import { refusal, reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { contextOf, type Json, restEvent, startHandler } from '../fixtures/lambda.ts'

const SECRET = 'planted-secret'

t.test('each invocation is one line', async (t) => {
  const engine = await startFakeEngine(t, ({ number }, response) =>
    number === 1
      ? reply(response, 400, refusal('ThrottlingException'))
      : reply(response, 200, { Item: {}, ConsumedCapacity: { TableName: 't', CapacityUnits: 0.5 } })
  )
  const { handler, logs } = startHandler(t, engine.endpoint)
  const envelope = {
    operation: 'read',
    tableName: 'a-table',
    payload: { Key: { id: SECRET }, ReturnConsumedCapacity: 'TOTAL' }
  }
  await handler(restEvent({ body: JSON.stringify(envelope) }), contextOf(7_000, 'id-1'))
  await handler({ operation: 'echo', payload: SECRET }, contextOf(8_000, 'id-2'))
  await t.rejects(handler({ ...envelope, payload: { [SECRET]: 1 } }, contextOf(9_000, 'id-3')))
  await handler(restEvent({ path: `/${SECRET}` }), contextOf(9_000, 'id-4'))

  const [read, echo, refused, unknown] = logs as [Json, Json, Json, Json]
  t.equal(logs.length, 4)
  for (const line of logs) {
    t.equal(new Date(line.timestamp as string).toISOString(), line.timestamp)
    t.match(line, {
      level: 'INFO',
      msg: 'request',
      ms: Number,
      traceId: '1-5759e988-bd862e3fe1be46a994272793'
    })
  }
  t.match(read, {
    requestId: 'id-1',
    coldStart: true,
    remainingMs: 7_000,
    operation: 'read',
    tableName: 'a-table',
    statusCode: 200,
    dynamodbMs: Number,
    retries: 1,
    consumedCapacity: 0.5
  })
  t.match(echo, { requestId: 'id-2', coldStart: false, operation: 'echo', statusCode: 200 })
  t.match(refused, { requestId: 'id-3', statusCode: 400, errorType: 'ValidationException' })
  t.match(unknown, {
    requestId: 'id-4',
    statusCode: 403,
    errorType: 'MissingAuthenticationTokenException'
  })
  t.notMatch(JSON.stringify(logs), SECRET, 'no payload, key or path is logged')
})

t.test('a 5xx has a line with its cause, which the client does not learn', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) =>
    reply(response, 400, refusal('UnrecognizedClientException', 'The security token is invalid.'))
  )
  const { handler, logs } = startHandler(t, engine.endpoint, { API_KEYS: SECRET })
  const envelope = { operation: 'create', tableName: 'a-table', payload: { Item: { id: SECRET } } }
  const headers = { 'x-api-key': SECRET, authorization: SECRET }
  const result = await handler(restEvent({ headers, body: JSON.stringify(envelope) }), contextOf())
  t.match(result, { statusCode: 500, body: /InternalFailure/ })
  t.notMatch(JSON.stringify(result), 'token')
  await t.rejects(handler(envelope, contextOf()), {
    name: 'InternalFailure',
    message: 'The service failed to answer this request.'
  })
  t.same(
    logs.map(({ level }) => level),
    ['ERROR', 'INFO', 'ERROR', 'INFO']
  )
  t.match(logs[0], {
    msg: 'request failed',
    errorType: 'InternalFailure',
    cause: 'UnrecognizedClientException',
    reason: 'The security token is invalid.',
    requestId: logs[1]?.requestId
  })
  t.notMatch(JSON.stringify(logs), SECRET)
})

t.test('LOG_LEVEL is respected', async (t) => {
  for (const [level, expected] of [
    ['trace', ['INFO', 'WARN', 'ERROR']],
    ['info', ['INFO', 'WARN', 'ERROR']],
    ['warn', ['WARN', 'ERROR']],
    ['error', ['ERROR']],
    ['fatal', []],
    ['silent', []]
  ] as const) {
    const lines: string[] = []
    const log = createLog(level, (line) => lines.push(line))
    log.info({}, 'a')
    log.warn({}, 'w')
    log.error({}, 'b\nc')
    t.same(
      lines.map((line) => JSON.parse(line).level),
      expected,
      level
    )
    for (const line of lines) t.match(line, /^[^\n]+\n$/, 'one line')
  }
})
