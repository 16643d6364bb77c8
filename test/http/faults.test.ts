import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import {
  type FakeEngine,
  refusal,
  reply,
  type Script,
  startFakeEngine
} from '../fixtures/fake-engine.ts'
import { type Service, startService } from '../fixtures/service.ts'

const tableName = 'fault-table'
const create = { operation: 'create', tableName, payload: { Item: { id: '1' } } }
const read = { operation: 'read', tableName, payload: { Key: { id: '1' } } }
const add = {
  operation: 'update',
  tableName,
  payload: {
    Key: { id: '1' },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 }
  }
}

async function start(
  t: Test,
  script: Script,
  env: Record<string, string> = {}
): Promise<{ service: Service; engine: FakeEngine }> {
  const engine = await startFakeEngine(t, script)
  const service = await startService(t, { endpoint: engine.endpoint, env, table: false })
  return { service, engine }
}

t.test(
  'an engine that is down is 503 with Retry-After, and says nothing of where it is',
  async (t) => {
    const service = await startService(t, { endpoint: 'http://127.0.0.1:1', table: false })
    for (const envelope of [create, read, add]) {
      const answer = await service.post(envelope)
      t.equal(answer.status, 503)
      t.equal(answer.headers['retry-after'], '1')
      const { errorType, errorMessage } = JSON.parse(answer.body)
      t.equal(errorType, 'ServiceUnavailable')
      t.notMatch(errorMessage, /127|ECONN/)
    }
    t.equal((await service.send({ method: 'GET', path: '/ready' })).status, 503)
    t.match(service.logs[0], { errorType: 'ServiceUnavailable', code: 'ECONNREFUSED' })
    t.match(
      service.logs.find(({ msg }) => msg === 'not ready'),
      { level: 40, code: 'ECONNREFUSED' }
    )
  }
)

t.test('an engine that stays silent is 504 when the time is over', async (t) => {
  const { service, engine } = await start(t, () => {}, { REQUEST_TIMEOUT_MS: '150' })
  for (const envelope of [create, read, add]) {
    const answer = await service.post(envelope)
    t.equal(answer.status, 504)
    t.same(JSON.parse(answer.body), { message: 'Endpoint request timed out' })
  }
  await engine.hungUp
  t.equal((await service.post({ operation: 'ping' })).status, 200)
})

t.test('an engine that answers 500 is 503, and the tries are bounded', async (t) => {
  const { service, engine } = await start(t, (_call, response) =>
    reply(response, 500, refusal('InternalServerError'))
  )
  const answer = await service.post(create)
  t.equal(answer.status, 503)
  t.equal(JSON.parse(answer.body).errorType, 'ServiceUnavailable')
  t.equal(answer.headers['retry-after'], '1')
  t.equal(engine.calls.length, 5)
  t.match(service.logs.at(-1), { retries: 4, statusCode: 503 })
})

t.test(
  'a throttled request is retried, then 429 with Retry-After in DynamoDB’s words',
  async (t) => {
    for (const name of [
      'ProvisionedThroughputExceededException',
      'ThrottlingException',
      'RequestLimitExceeded'
    ]) {
      const { service, engine } = await start(t, (_call, response) =>
        reply(response, 400, refusal(name))
      )
      const answer = await service.post(add)
      t.equal(answer.status, 429)
      t.equal(answer.headers['retry-after'], '1')
      t.match(JSON.parse(answer.body), { errorType: name, errorMessage: 'told by the engine' })
      t.equal(engine.calls.length, 5)
    }
  }
)

t.test('a table that is throttled is there: ready', async (t) => {
  const { service } = await start(t, (_call, response) =>
    reply(response, 400, refusal('ProvisionedThroughputExceededException'))
  )
  t.equal((await service.send({ method: 'GET', path: '/ready' })).status, 200)
})

t.test('a read that is throttled until its time is over is 429, never 504', async (t) => {
  const { service } = await start(
    t,
    (_call, response) => reply(response, 400, refusal('ThrottlingException')),
    { REQUEST_TIMEOUT_MS: '60' }
  )
  t.equal((await service.post(read)).status, 429)
})

t.test('a failure that passes is retried, and RetryAttempts counts it', async (t) => {
  const { service } = await start(t, (call, response) =>
    call.number < 3
      ? reply(response, 500, refusal('InternalServerError'))
      : reply(response, 200, {})
  )
  const answer = await service.post(read)
  t.equal(answer.status, 200)
  t.equal(JSON.parse(answer.body).ResponseMetadata.RetryAttempts, 2)
})

t.test(
  'an update that may not be repeated is sent once, and its outcome told as unknown',
  async (t) => {
    const failures: Script[] = [
      (_call, response) => reply(response, 500, refusal('InternalServerError')),
      (_call, response) => response.socket?.destroy(),
      (_call, response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('{"Attr')
        setImmediate(() => response.socket?.destroy())
      },
      (_call, response) => reply(response, 200, '{"Attributes":'),
      (_call, response) => reply(response, 200, '[]'),
      (_call, response) => reply(response, 400, 'no JSON, no name')
    ]
    for (const script of failures) {
      const { service, engine } = await start(t, script)
      const answer = await service.post(add)
      t.equal(answer.status, 503)
      t.equal(JSON.parse(answer.body).errorType, 'OutcomeUnknown')
      t.equal(engine.calls.length, 1)
    }
  }
)

t.test(
  'an update that may not be repeated is retried where it certainly did not happen',
  async (t) => {
    const { service, engine } = await start(t, (call, response) =>
      call.number === 1
        ? reply(response, 400, refusal('ThrottlingException'))
        : reply(response, 200, {})
    )
    t.equal((await service.post(add)).status, 200)
    t.equal(engine.calls.length, 2)
  }
)

t.test('a throttle after an attempt that may have been applied is not told as 429', async (t) => {
  const { service } = await start(t, (call, response) =>
    call.number === 1
      ? reply(response, 500, refusal('InternalServerError'))
      : reply(response, 400, refusal('ThrottlingException'))
  )
  t.equal(JSON.parse((await service.post(create)).body).errorType, 'OutcomeUnknown')
})

t.test('an answer that cannot be read is 503', async (t) => {
  const unreadable: Script[] = [
    (_call, response) => reply(response, 200, '{"Item":'),
    (_call, response) => reply(response, 200, '[]'),
    (_call, response) => reply(response, 200, '"x"'),
    (_call, response) => reply(response, 200, '5'),
    (_call, response) => reply(response, 200, 'null'),
    (_call, response) => reply(response, 400, 'null'),
    (_call, response) => reply(response, 400, '{}'),
    (_call, response) => reply(response, 404, '<html>not here</html>'),
    (_call, response) => reply(response, 429, '{}'),
    (_call, response) => response.socket?.destroy()
  ]
  for (const script of unreadable) {
    const { service } = await start(t, script)
    const answer = await service.post(read)
    t.equal(answer.status, 503, answer.body)
    t.equal(answer.headers['retry-after'], '1')
    t.equal(JSON.parse(answer.body).errorType, 'ServiceUnavailable')
  }
})

t.test('each error of DynamoDB has its status', async (t) => {
  for (const [name, status] of [
    ['ValidationException', 400],
    ['SerializationException', 400],
    ['ItemCollectionSizeLimitExceededException', 400],
    ['ConditionalCheckFailedException', 409],
    ['TransactionConflictException', 409],
    ['TransactionInProgressException', 409],
    ['IdempotentParameterMismatchException', 409],
    ['ReplicatedWriteConflictException', 409],
    ['TransactionCanceledException', 409],
    ['ResourceNotFoundException', 404],
    ['AccessDeniedException', 403]
  ] as const) {
    const { service } = await start(t, (_call, response) =>
      reply(response, 400, {
        ...refusal(name),
        ...(name === 'TransactionCanceledException'
          ? { CancellationReasons: [{ Code: 'ConditionalCheckFailed', Item: { id: { S: '1' } } }] }
          : {})
      })
    )
    const answer = await service.post(create)
    t.equal(answer.status, status, name)
    const body = JSON.parse(answer.body)
    t.match(body, { errorType: name, errorMessage: 'told by the engine' })
    if (name === 'TransactionCanceledException') {
      t.same(body.CancellationReasons, [{ Code: 'ConditionalCheckFailed', Item: { id: '1' } }])
    }
  }
})

t.test('a failed condition’s item keeps its numbers exact', async (t) => {
  const { service } = await start(t, (_call, response) =>
    reply(response, 400, {
      ...refusal('ConditionalCheckFailedException'),
      Item: { id: { S: '1' }, n: { N: '9007199254740993' } }
    })
  )
  t.match((await service.post(create)).body, '"Item":{"id":"1","n":9007199254740993}')
})

t.test('credentials that are refused are our fault: 500, the cause only in the log', async (t) => {
  for (const name of [
    'UnrecognizedClientException',
    'ExpiredTokenException',
    'InvalidSignatureException',
    'AuthFailure',
    'RequestExpired',
    'RequestInTheFuture',
    'RequestTimeTooSkewed',
    'MissingAuthenticationTokenException',
    'IncompleteSignatureException'
  ]) {
    const { service } = await start(t, (_call, response) => reply(response, 400, refusal(name)))
    const answer = await service.post(read)
    t.equal(answer.status, 500)
    const body = JSON.parse(answer.body)
    t.equal(body.errorType, 'InternalFailure')
    t.notMatch(answer.body, name)
    t.match(service.logs[0], { errorType: 'InternalFailure', cause: name })
  }
})

t.test(
  'credentials that cannot be had are our fault too: 500, the cause only in the log',
  async (t) => {
    const arn = 'arn:aws:iam::111111111111:role/manager'
    const stsError = (status: number, code: string, message: string) => ({ status, code, message })
    let refusalOfSts: ReturnType<typeof stsError> | undefined
    const sts = http.createServer((_request, response) => {
      if (!refusalOfSts) return void response.socket?.destroy()
      const { status, code, message } = refusalOfSts
      response.writeHead(status, { 'content-type': 'text/xml' })
      response.end(
        `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
      )
    })
    await once(sts.listen(0, '127.0.0.1'), 'listening')
    t.teardown(() => sts.close())
    const AWS_WEB_IDENTITY_TOKEN_FILE = join(t.testdir({ token: 'a-token' }), 'token')
    t.intercept(process, 'env', {
      value: {
        AWS_WEB_IDENTITY_TOKEN_FILE,
        AWS_ROLE_ARN: arn,
        AWS_REGION: 'us-east-1',
        AWS_MAX_ATTEMPTS: '1',
        AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
        AWS_CONFIG_FILE: 'none',
        AWS_SHARED_CREDENTIALS_FILE: 'none'
      }
    })
    const { service, engine } = await start(t, () => {}, { AWS_WEB_IDENTITY_TOKEN_FILE })
    for (const [told, reason] of [
      [stsError(403, 'AccessDenied', `not authorized: ${arn}`), `not authorized: ${arn}`],
      [stsError(400, 'Throttling', 'Rate exceeded'), 'Rate exceeded'],
      [undefined, /socket hang up|ECONNRESET/]
    ] as const) {
      refusalOfSts = told
      const answer = await service.post(add)
      t.equal(answer.status, 500)
      t.equal(JSON.parse(answer.body).errorType, 'InternalFailure')
      t.notMatch(answer.body, arn)
      const line = service.logs.find((line) => 'cause' in line)
      t.match(line, { errorType: 'InternalFailure', cause: 'CredentialsProviderError', reason })
      service.logs.length = 0
    }
    t.equal(engine.calls.length, 0)
  }
)

t.test('sets and binary that others wrote are arrays and base64', async (t) => {
  const { service } = await start(t, (_call, response) =>
    reply(response, 200, {
      Item: {
        ss: { SS: ['a', 'b'] },
        ns: { NS: ['1', '9007199254740993'] },
        bs: { BS: ['AAE='] },
        b: { B: 'AAEC' },
        odd: { L: [{ N: '007' }, { N: '+5' }] },
        __proto__x: { NULL: true }
      }
    })
  )
  const { body } = await service.post(read)
  t.ok(
    body.startsWith(
      '{"Item":{"ss":["a","b"],"ns":[1,9007199254740993],"bs":["AAE="],"b":"AAEC","odd":[7,5],"__proto__x":null}'
    ),
    body
  )
})

t.test('an attribute named __proto__ is data, both ways', async (t) => {
  const { service, engine } = await start(t, (_call, response) =>
    reply(response, 200, '{"Item":{"__proto__":{"M":{"__proto__":{"S":"x"}}},"id":{"S":"1"}}}')
  )
  const item = '{"__proto__":{"__proto__":"x"},"id":"1"}'
  const written = await service.post(
    `{"operation":"create","tableName":"${tableName}","payload":{"Item":${item}}}`
  )
  t.equal(written.status, 200)
  t.equal(
    JSON.stringify(engine.calls[0]?.input.Item),
    '{"__proto__":{"M":{"__proto__":{"S":"x"}}},"id":{"S":"1"}}'
  )
  t.ok((await service.post(read)).body.startsWith(`{"Item":${item}`))
})

t.test('a client that hangs up aborts the call to DynamoDB', async (t) => {
  let asked = (): void => {}
  const arrived = new Promise<void>((resolve) => {
    asked = resolve
  })
  const { service, engine } = await start(t, () => asked())
  const outgoing = http.request({ port: service.port, method: 'POST', path: '/dynamodbmanager' })
  outgoing.on('error', () => {})
  outgoing.end(JSON.stringify(read))
  await arrived
  outgoing.destroy()
  await engine.hungUp
  t.pass('the engine lost its client too')
  t.equal((await service.post({ operation: 'ping' })).status, 200)
  t.same(
    service.logs.filter(({ errorType }) => errorType !== undefined),
    [],
    'which is no failure of ours'
  )
})

/** Posts on a connection that its client keeps open. */
function postOn(agent: http.Agent, port: number, envelope: object): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = http.request({ agent, port, method: 'POST', path: '/dynamodbmanager' })
    outgoing.on('response', (response) => resolve(response.resume())).on('error', reject)
    outgoing.end(JSON.stringify(envelope))
  })
}

t.test('closing answers what is in flight, and tells it to close its connection', async (t) => {
  const held: http.ServerResponse[] = []
  const server = http.createServer()
  const { service } = await start(t, (_call, response) => {
    held.push(response)
    server.emit('held')
  })
  const isHeld = once(server, 'held')
  const answer = postOn(new http.Agent({ keepAlive: true }), service.port, read)
  await isHeld
  const closed = service.close()
  await t.rejects(
    new Promise((resolve, reject) => {
      const late = http.get({ port: service.port, path: '/health', agent: false })
      late.on('error', reject).on('response', resolve)
    }),
    { code: 'ECONNREFUSED' },
    'no new connection is taken'
  )
  for (const response of held) reply(response, 200, {})
  t.equal((await answer).statusCode, 200)
  t.equal((await answer).headers.connection, 'close')
  await closed
})

t.test('closing answers 504 where the engine stays silent until its time is over', async (t) => {
  let tell = (): void => {}
  const asked = new Promise<void>((resolve) => {
    tell = resolve
  })
  const { service } = await start(t, () => tell())
  const unsent = http.request({
    port: service.port,
    method: 'POST',
    path: '/dynamodbmanager',
    headers: { 'content-length': '9' }
  })
  unsent.write('{')
  const unsentAnswer = once(unsent, 'response') as Promise<[http.IncomingMessage]>
  const [socket] = await once(unsent, 'socket')
  if (socket.connecting) await once(socket, 'connect')
  // Connections are taken in the order in which they were made.
  const answer = service.post(add)
  await asked
  await service.close()
  t.match(await answer, { status: 504, headers: { connection: 'close' } })
  const [{ statusCode }] = await unsentAnswer
  t.equal(statusCode, 504, 'so it does where a body is still on its way')
  unsent.destroy()
  t.same(
    service.logs.map(({ statusCode }) => statusCode),
    [504, 504],
    'each has its line'
  )
})

t.test('closing answers what still comes on an open connection', async (t) => {
  const service = await startService(t, { endpoint: 'http://127.0.0.1:1', table: false })
  const agent = new http.Agent({ keepAlive: true })
  const ping = { operation: 'ping' }
  t.equal((await postOn(agent, service.port, ping)).headers.connection, 'keep-alive')
  const closed = service.close()
  const late = await postOn(agent, service.port, ping)
  t.same([late.statusCode, late.headers.connection], [200, 'close'])
  await closed
})
