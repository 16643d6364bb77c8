import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import t, { type Test } from 'tap'
import { contract } from '../contract/index.ts'
import { startEngine } from '../fixtures/engine.ts'
import { reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { buildBundle, type Json, makeTable, restEvent, toAnswer } from '../fixtures/lambda.ts'

// Tests the function as Lambda runs it: the files of its zip in AWS's runtime interface client.
// lambda-runtime.sh sets the variables: the node binary, the client, and the Runtime API's stand-in
// with its shim.
const { LAMBDA_NODE = '', LAMBDA_RIC = '', LAMBDA_RUNTIME_API = '', LAMBDA_SHIM = '' } = process.env

interface LambdaFunction {
  pid: number
  invoke(event: unknown): Promise<{
    requestId: string
    payload: string
    functionError?: string
    errorType?: string
  }>
  logs(): string
  stop(): Promise<void>
}

interface FunctionOptions {
  root: string
  handler: string
  env: Record<string, string>
  timeoutMs: number
  ric: string
  shim: string
  node: string
}

const { startFunction } = (await import(LAMBDA_RUNTIME_API)) as {
  startFunction(options: FunctionOptions): Promise<LambdaFunction>
}

const root = await mkdtemp(join(tmpdir(), 'function-'))
t.teardown(() => rm(root, { recursive: true }))
const { directory } = await buildBundle(t.testdir())
const files = unzipSync(await readFile(join(directory, 'function.zip')))
for (const [name, bytes] of Object.entries(files)) await writeFile(join(root, name), bytes)

async function start(t: Test, env: Record<string, string>, timeoutMs = 29_000) {
  const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
  const started = await startFunction({
    root,
    handler: 'index.handler',
    env: { ...credentials, ...env },
    timeoutMs,
    ric: LAMBDA_RIC,
    shim: LAMBDA_SHIM,
    node: LAMBDA_NODE
  })
  t.teardown(() => started.stop())
  const front = async (event: unknown) =>
    toAnswer(JSON.parse((await started.invoke(event)).payload))
  return { ...started, front }
}

const { endpoint, kind } = await startEngine(t)
const tableName = await makeTable(endpoint)
const engine = { AWS_ENDPOINT_URL_DYNAMODB: endpoint }

t.test('the function keeps the contract', async (t) => {
  const { front } = await start(t, { ...engine, LOG_LEVEL: 'silent' })
  contract(t, { send: (request) => front(restEvent(request)), tableName, engine: kind })
})

t.test('a bare envelope gets the bare result, numbers exact', async (t) => {
  const { invoke, front } = await start(t, engine)
  t.equal((await invoke({ operation: 'ping' })).payload, '"pong"')
  t.equal((await invoke({ operation: 'echo' })).payload, 'null')
  const item = '{"id":"exact","n":0.12345678901234567890123456789012345678,"l":[9007199254740993]}'
  const create = `{"operation":"create","tableName":"${tableName}","payload":{"Item":${item}}}`
  t.equal((await front(restEvent({ body: create }))).status, 200)
  const read = { operation: 'read', tableName, payload: { Key: { id: 'exact' } } }
  const { payload } = await invoke(read)
  t.match(JSON.parse(payload), { Item: { id: 'exact' }, ResponseMetadata: { HTTPStatusCode: 200 } })
  t.ok(payload.includes('"n":0.12345678901234567890123456789012345678'), payload)
  t.ok(payload.includes('"l":[9007199254740993]'))
})

t.test('Lambda reports a failure with the contract’s type and message', async (t) => {
  const { invoke } = await start(t, engine)
  const failed = await invoke({ operation: 'drop' })
  t.equal(failed.functionError, 'Unhandled')
  t.same(JSON.parse(failed.payload), {
    errorType: 'ValidationException',
    errorMessage: 'Unrecognized operation "drop"',
    trace: ['ValidationException']
  })
  const Key = { id: 'missing' }
  const condition = { Key, ConditionExpression: 'attribute_exists(id)' }
  const refused = await invoke({ operation: 'delete', tableName, payload: condition })
  t.match(JSON.parse(refused.payload), {
    errorType: 'ConditionalCheckFailedException',
    errorMessage: 'The conditional request failed'
  })
  t.equal((await invoke({ operation: 'ping' })).payload, '"pong"', 'it goes on')
})

t.test('a silent engine is answered before Lambda ends the function', async (t) => {
  const silent = await startFakeEngine(t, () => {})
  const env = { AWS_ENDPOINT_URL_DYNAMODB: silent.endpoint }
  const { invoke, front } = await start(t, env, 1_500)
  const envelope = { operation: 'read', tableName, payload: { Key: { id: 'x' } } }
  const answer = await front(restEvent({ body: JSON.stringify(envelope) }))
  t.equal(answer.status, 504)
  const { payload } = await invoke(envelope)
  t.match(JSON.parse(payload), { errorMessage: 'Endpoint request timed out' })
  t.equal((await invoke({ operation: 'ping' })).payload, '"pong"', 'the process lives')
})

t.test('an answer over the limit is a 413, one within it is returned', async (t) => {
  const { invoke, front } = await start(t, engine)
  const echo = (payload: string) =>
    restEvent({ body: JSON.stringify({ operation: 'echo', payload }) })
  t.equal((await front(echo('"'.repeat(1_600_000)))).status, 413)
  const room = 6_291_556 - Buffer.byteLength((await invoke(echo(''))).payload)
  const largest = await invoke(echo('x'.repeat(room)))
  t.equal(largest.functionError, undefined)
  t.equal(Buffer.byteLength(largest.payload), 6_291_556)
})

t.test('its log has a line of JSON for each invocation', async (t) => {
  const { invoke, logs } = await start(t, engine)
  const secret = 'planted-secret'
  const read = { operation: 'read', tableName, payload: { Key: { id: secret } } }
  const cold = await invoke(restEvent({ body: JSON.stringify(read) }))
  const warm = await invoke(read)
  const failed = await invoke({ ...read, payload: { Key: secret } })
  t.match(failed.payload, secret)
  const lines = logs()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Json)
  t.equal(lines.length, 3, logs())
  const traceId = '1-00000000-000000000000000000000000'
  const common = { operation: 'read', statusCode: 200, remainingMs: Number, traceId }
  t.match(lines[0], { requestId: cold.requestId, coldStart: true, ...common })
  t.match(lines[1], { requestId: warm.requestId, coldStart: false, ...common })
  t.notMatch(logs(), secret)
})

t.test('a fault in the configuration is the initialization’s error', async (t) => {
  const { invoke } = await start(t, { STAGE: '/', ERROR_STATUS: 'none' })
  const { payload, functionError } = await invoke({ operation: 'ping' })
  t.ok(functionError)
  t.match(JSON.parse(payload), {
    errorType: 'ConfigError',
    errorMessage: /STAGE: expected .*\n.*ERROR_STATUS: expected one of http, lambda/
  })
})

t.test('a connection that DynamoDB closed while the function was frozen is not used', async (t) => {
  const sockets = new Set<Socket>()
  const fake = await startFakeEngine(t, (_call, response) => {
    if (response.socket) sockets.add(response.socket)
    reply(response, 200, {})
  })
  const { invoke, pid } = await start(t, { AWS_ENDPOINT_URL_DYNAMODB: fake.endpoint })
  // If the outcome of an ADD is unknown, repeating it is not safe.
  const add = {
    operation: 'update',
    tableName,
    payload: {
      Key: { id: 'x' },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': 1 }
    }
  }
  await invoke(add)
  for (let thaw = 1; thaw <= 8; thaw++) {
    process.kill(pid, 'SIGSTOP')
    const invoked = invoke(add)
    for (const socket of sockets) socket.destroy()
    sockets.clear()
    process.kill(pid, 'SIGCONT')
    const { functionError, payload } = await invoked
    t.notOk(functionError, payload)
  }
})
