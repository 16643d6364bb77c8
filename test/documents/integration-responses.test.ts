import { randomUUID } from 'node:crypto'
import t from 'tap'
import { errorExamples } from '../../src/documents/answers.ts'
import {
  type IntegrationResponse,
  toIntegrationResponses
} from '../../src/documents/integration-responses.ts'
import { listErrorStatuses } from '../../src/gateway/errors.ts'
import { startEngine } from '../fixtures/engine.ts'
import { refusal, reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { contextOf, makeTable, restEvent, startHandler, toAnswer } from '../fixtures/lambda.ts'

const responses = toIntegrationResponses()

/** Chooses integration responses as API Gateway does: a pattern must match the whole message. */
function responsesTo(message: string): IntegrationResponse[] {
  return responses.filter(({ pattern }) => new RegExp(`^(?:${pattern})$`).test(message))
}

/** Answers a thrown error's message as API Gateway would. */
function respond(message: string): { status: number; body: string } {
  const [response, ...others] = responsesTo(message)
  if (!response || others.length > 0) throw new Error(`not exactly one pattern for ${message}`)
  const cut = /^\$input\.path\('\$\.errorMessage'\)\.substring\((\d+)\)$/.exec(response.template)
  const body = cut ? message.slice(Number(cut[1])) : response.template
  return { status: Number(response.status), body }
}

t.test('every status of the catalogue has its response, and Lambda’s failures have theirs', (t) => {
  const statuses = responses.map(({ status }) => Number(status))
  t.same(statuses.sort(), [...listErrorStatuses(), 502].sort())
  for (const status of listErrorStatuses()) {
    t.equal(respond(`${status} {"errorType":"X"}`).status, status)
    t.equal(respond(`${status} {"errorMessage":"502 Task timed out"}`).status, status)
    t.equal(respond(`${status} {"errorMessage":"\u2028\u0085\n"}`).status, status)
  }
  t.end()
})

t.test(
  'what Lambda says of a function that failed outside of its handler is the gateway’s',
  (t) => {
    const id = randomUUID()
    const timedOut = { status: 504, body: '{"message":"Endpoint request timed out"}' }
    t.same(respond(`2026-01-01T00:00:00.000Z ${id} Task timed out after 29.00 seconds`), timedOut)
    t.same(respond(`RequestId: ${id} Error: Task timed out after 29.00 seconds`), timedOut)
    const failed = { status: 502, body: '{"message": "Internal server error"}' }
    for (const message of [
      `RequestId: ${id} Error: Runtime exited with error: signal: killed`,
      'Invalid configuration\n  PORT: expected a whole number, got "x"',
      "Cannot find module 'index'",
      'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      '409',
      '418 {}',
      '4099 {}',
      ' 409 {}'
    ]) {
      t.same(respond(message), failed, message)
    }
    t.same(responsesTo(''), [], 'no message is no error')
    t.end()
  }
)

t.test('through it, what the handler throws is what it answers a front', async (t) => {
  const { endpoint } = await startEngine(t)
  const tableName = await makeTable(endpoint)
  const answer = { BARE_ERROR: 'answer', LOG_LEVEL: 'silent' }
  const allowed = { ALLOWED_TABLES: `${tableName},missing-table` }
  const throttled = await startFakeEngine(t, (_call, response) =>
    reply(response, 400, refusal('ThrottlingException', 'slow\u2028down'))
  )
  const silent = await startFakeEngine(t, () => {})
  const broken = await startFakeEngine(t, (_call, response) =>
    reply(response, 400, refusal('UnrecognizedClientException', 'who are you'))
  )
  const large = await startFakeEngine(t, (_call, response) =>
    reply(response, 200, { Items: [{ quotes: { S: '"'.repeat(3_200_000) } }] })
  )
  const real = startHandler(t, endpoint, { ...answer, ...allowed }).handler
  const Key = { id: 'x' }
  const Item = { ...Key, exact: 0.1, deep: { '\u2028': ['"', '409 \n', '\x7F'] } }
  await real({ operation: 'create', tableName, payload: { Item } }, contextOf())
  const onlyIfMissing = {
    Item,
    ConditionExpression: 'attribute_not_exists(id)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
  }
  const list = { operation: 'list', tableName }
  const start = (endpoint: string) => startHandler(t, endpoint, answer).handler
  for (const [status, handler, envelope, remainingMs] of [
    [400, real, { operation: 'drop\u2028\n\u0085' }],
    [403, real, { operation: 'list', tableName: 'other-table' }],
    [404, real, { operation: 'list', tableName: 'missing-table' }],
    [409, real, { operation: 'create', tableName, payload: onlyIfMissing }],
    [413, start(large.endpoint), list],
    [429, start(throttled.endpoint), list, 2_000],
    [500, start(broken.endpoint), list],
    [503, start('http://127.0.0.1:1'), list, 2_000],
    [504, start(silent.endpoint), list, 700]
  ] as const) {
    const context = contextOf(remainingMs ?? 29_000)
    const told = toAnswer(await handler(restEvent({ body: JSON.stringify(envelope) }), context))
    t.equal(told.status, status)
    if (status === 413) t.match(told.body, errorExamples.ResponseTooLarge)
    const { message } = await handler(envelope, context).then(
      () => t.fail('it must reject') as never,
      (error: Error) => error
    )
    // The runtime's client escapes this character:
    // https://github.com/aws/aws-lambda-nodejs-runtime-interface-client
    const reported = respond(message.replaceAll('\x7F', '%7F'))
    t.same(reported, { status, body: told.body.replaceAll('\x7F', '\\u007f') }, String(status))
    const { headers } = responsesTo(message)[0] as IntegrationResponse
    for (const [name, value] of Object.entries(headers)) {
      t.equal(told.headers[name.toLowerCase()], value, `${status} ${name}`)
    }
    t.equal(headers['retry-after'], told.headers['retry-after'])
  }
})

t.test('the status is told under ERROR_STATUS=lambda too', async (t) => {
  const { handler } = startHandler(t, 'http://127.0.0.1:1', {
    BARE_ERROR: 'answer',
    ERROR_STATUS: 'lambda'
  })
  const id = randomUUID()
  const body = `{"errorType":"ValidationException","errorMessage":"Unrecognized operation \\"x\\"","requestId":"${id}"}`
  await t.rejects(handler({ operation: 'x' }, contextOf(29_000, id)), {
    name: 'ValidationException',
    message: `400 ${body}`
  })
})
