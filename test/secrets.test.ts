import t from 'tap'
import { refusal, reply, type Script, startFakeEngine } from './fixtures/fake-engine.ts'
import { request } from './fixtures/request.ts'
import { checkAnswer, checkLines, remember } from './fixtures/secrets.ts'
import { startServerProcess } from './fixtures/server-process.ts'

// fixtures/secrets.ts searches every log and every answer of the suite. This file adds what no
// other test does: answers of an engine that contain secrets, with the most detailed log.

const PLANTED = 'planted-secret'
const env = {
  API_KEYS: `${PLANTED}-key`,
  AWS_ACCESS_KEY_ID: 'PLANTEDSECRET',
  AWS_SECRET_ACCESS_KEY: `${PLANTED}-credential`,
  AWS_SESSION_TOKEN: `${PLANTED}-token`,
  LOG_LEVEL: 'trace',
  TABLE_NAME: 'own-table'
}

const idOf = (number: number) => ({ id: `${PLANTED}-number-${number}` })

const fail: Script = (_call, response) => reply(response, 500, refusal('InternalServerError'))
const cut: Script = (_call, response) => response.socket?.destroy()
const say =
  (status: number, name: string, message: string): Script =>
  (_call, response) =>
    reply(response, status, refusal(name, message))

t.test('no answer tells credentials, and no log tells these, keys or payloads', async (t) => {
  const canonical = `The signature does not match.\n\nx-amz-security-token:${PLANTED}-token`
  const scripts: Script[][] = [
    [fail],
    [cut],
    [fail, say(400, 'ValidationException', `Type mismatch for ${PLANTED}-value`)],
    [say(400, 'InvalidSignatureException', canonical)],
    [say(400, 'UnrecognizedClientException', 'The security token is invalid.')],
    [(_call, response) => reply(response, 200, `{"Item":{"${PLANTED}-value"`)],
    [(_call, response) => reply(response, 400, `${PLANTED}-value`)],
    [(_call, response) => reply(response, 200, { Attributes: { a: { S: `${PLANTED}-value` } } })]
  ]
  // Each request has its number in its payload, so that all of them can run at the same time.
  const counts = new Map<string, number>()
  const engine = await startFakeEngine(t, (call, response) => {
    if (call.operation === 'DescribeTable') {
      return reply(response, 200, { Table: { TableStatus: 'ACTIVE' } })
    }
    const text = JSON.stringify(call.input)
    const count = counts.get(text) ?? 0
    counts.set(text, count + 1)
    const playing = scripts[Number(/-number-(\d+)/.exec(text)?.[1])]
    const script = playing?.[count] ?? playing?.at(-1)
    script?.(call, response)
  })
  const server = await startServerProcess(t, { ...env, AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint })
  const headers = {
    'x-api-key': `${PLANTED}-key`,
    'idempotency-key': `${PLANTED}-idempotency`,
    authorization: `${PLANTED}-authorization`,
    cookie: `${PLANTED}-cookie`
  }
  const { 'idempotency-key': _, ...unkeyed } = headers
  const envelopesOf = (number: number) => [
    { operation: 'create', payload: { Item: { ...idOf(number), [`${PLANTED}-name`]: 1 } } },
    { operation: 'read', payload: { Key: idOf(number) } },
    { operation: 'delete', payload: { Key: idOf(number) } },
    { operation: 'list', payload: { FilterExpression: `${PLANTED}-number-${number} = :x` } },
    { operation: 'list', payload: { [`${PLANTED}-parameter`]: 1 } },
    { operation: `${PLANTED}-operation` },
    { operation: [`${PLANTED}-operation`] }
  ]
  const envelopes = scripts.flatMap((_script, number) => envelopesOf(number))
  const requests = envelopes.flatMap((envelope) => {
    const body = JSON.stringify({ tableName: 'own-table', ...envelope })
    return [
      { headers, body },
      { headers: unkeyed, body }
    ]
  })
  const answers = await Promise.all(requests.map((given) => request(server.port, given)))
  for (const { body } of answers) {
    t.notMatch(body, /PLANTEDSECRET|planted-secret-(token|credential|key)/)
  }
  for (const [path, body, key] of [
    ['/dynamodbmanager', `{"${PLANTED}-body`, `${PLANTED}-key`],
    ['/dynamodbmanager', '{}', `${PLANTED}-wrong`],
    [`/${PLANTED}-path?${PLANTED}-query`, '', `${PLANTED}-key`]
  ] as const) {
    await request(server.port, { path, body, headers: { ...headers, 'x-api-key': key } })
  }
  server.process.kill('SIGTERM')
  await server.exited
  t.ok(server.lines.length > envelopes.length, 'it did log')
  t.notMatch(server.lines.join('\n'), /planted-?secret/i)
})

t.test('what searches the suite’s logs and answers does find', async (t) => {
  remember({
    headers: { 'X-Api-Key': 'a secret key' },
    body: '{"operation":"create","tableName":"a-table","payload":{"Item":{"secret name":["deep secret"]}}}'
  })
  remember({ headers: {}, body: '{"not JSON, but secret"' })
  for (const secret of ['a secret key', 'secret name', 'deep secret', '{"not JSON']) {
    t.throws(() => checkLines([JSON.stringify({ reason: `it was ${secret}` })]), /the log shows/)
    t.throws(() => checkLines([`a line that is no JSON: ${secret}`]), /the log shows/)
  }
  checkLines([JSON.stringify({ operation: 'create', tableName: 'a-table', msg: 'request' })])
  for (const body of [
    '{"errorMessage":"x\\n    at run (server.js:1:1)"}',
    '{"errorMessage":"in node_modules"}',
    `{"errorMessage":"no file ${process.cwd()}/dist"}`
  ]) {
    t.throws(() => checkAnswer({ status: 500, body }), /an error's answer shows/)
  }
})
