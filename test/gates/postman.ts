import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { startEngine } from '../fixtures/engine.ts'
import { buildBundle, contextOf, type Json, loadBundle, makeTable } from '../fixtures/lambda.ts'
import { request } from '../fixtures/request.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server-process.ts'

// Runs the committed collection at every door, twice in a row. postman.sh sets the variables:
// newman, and the REST API's stand-in if there is one.
const { NEWMAN = '', FRONT } = process.env

const COLLECTION = 'postman/DynamoDBManager.postman_collection.json'

interface Door {
  url: string
  environment: 'npm-start' | 'aws'
  tableName?: string
  apiKey?: string
}

interface Run {
  code: number
  output: string
  requests: number
  failedRequests: number
  tests: number
  failedTests: number
}

/** Runs the committed collection. */
async function runCollection(t: Test, door: Door): Promise<void> {
  const { url, environment, tableName = 'lambda-apigateway', apiKey = '' } = door
  const run = await newman([
    COLLECTION,
    ...['--environment', `postman/${environment}.postman_environment.json`],
    ...['--env-var', `baseUrl=${url}`],
    ...['--env-var', `tableName=${tableName}`],
    ...['--env-var', `apiKey=${apiKey}`]
  ])
  passes(t, run)
}

/** Runs the collection that a server serves, unchanged. */
async function runServed(t: Test, { port }: ServerProcess): Promise<Run> {
  const { status, body } = await request(port, {
    method: 'GET',
    path: '/postman_collection.json',
    headers: { host: `127.0.0.1:${port}` }
  })
  t.equal(status, 200)
  const file = join(t.testdir(), 'collection.json')
  await writeFile(file, body)
  return newman([file])
}

async function newman(args: string[]): Promise<Run> {
  const child = spawn(NEWMAN, ['run', ...args, '--color', 'off', '--reporters', 'cli'], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const exited = once(child, 'exit')
  const output = await text(child.stdout)
  const [code] = await exited
  const [, requests, failedRequests] = /requests │ +(\d+) │ +(\d+)/.exec(output) ?? []
  const [, tests, failedTests] = /assertions │ +(\d+) │ +(\d+)/.exec(output) ?? []
  return {
    code,
    output,
    requests: Number(requests),
    failedRequests: Number(failedRequests),
    tests: Number(tests),
    failedTests: Number(failedTests)
  }
}

function passes(
  t: Test,
  { code, output, requests, failedRequests, tests, failedTests }: Run,
  least = 100
): void {
  t.same([code, failedRequests, failedTests], [0, 0, 0], 'every request and every test passes')
  if (code !== 0) t.comment(output)
  t.ok(requests > least && tests > 4 * least, `${requests} requests, ${tests} tests`)
}

t.test('npm start, on a table that has items already', async (t) => {
  const server = await startServerProcess(t, { EMBEDDED_PATH: ':memory:' })
  await server.said('table made')
  const run = async (operation: string, payload: unknown) => {
    const envelope = { operation, tableName: 'lambda-apigateway', payload }
    const { status, body } = await request(server.port, { body: JSON.stringify(envelope) })
    if (status !== 200) throw new Error(body)
    return JSON.parse(body) as Json
  }
  const items = Array.from({ length: 30 }, (_, n) => ({ id: `own-${n}`, n, text: 'x'.repeat(999) }))
  for (const Item of items) await run('create', { Item })
  for (let times = 0; times < 2; times++) {
    await runCollection(t, { url: `http://127.0.0.1:${server.port}`, environment: 'npm-start' })
  }
  const { Items } = await run('list', {})
  t.same(
    new Set(Items as Json[]),
    new Set(items),
    'they are as they were, and nothing else is there'
  )
})

t.test('npm start with keys', async (t) => {
  const server = await startServerProcess(t, { EMBEDDED_PATH: ':memory:', API_KEYS: 'a,b' })
  await server.said('table made')
  const url = `http://127.0.0.1:${server.port}`
  await runCollection(t, { url, environment: 'npm-start', apiKey: 'b' })
})

for (const env of [
  { TABLE_KEY: 'pk:S' },
  { TABLE_KEY: 'pk:S,sk:N' },
  { TABLE_KEY: 'id:N' },
  // The keys are a reserved word, and the name of an attribute that the examples have.
  { TABLE_KEY: 'order id:N,number:S' },
  { ERROR_STATUS: 'lambda' },
  { ALLOWED_OPERATIONS: 'read,list,query' }
]) {
  t.test(`the collection that npm start serves with ${JSON.stringify(env)}, twice`, async (t) => {
    const server = await startServerProcess(t, { EMBEDDED_PATH: ':memory:', ...env })
    await server.said('table made')
    const least = 'ALLOWED_OPERATIONS' in env ? 5 : 100
    for (let times = 0; times < 2; times++) passes(t, await runServed(t, server), least)
  })
}

t.test(
  'without the key that is asked for, the first request says what to set, and no other is sent',
  async (t) => {
    const server = await startServerProcess(t, { EMBEDDED_PATH: ':memory:', API_KEYS: 'a' })
    await server.said('table made')
    const { requests, failedTests, output } = await runServed(t, server)
    t.same([requests, failedTests], [1, 1])
    t.match(output, 'set the variable apiKey')
  }
)

if (FRONT) await throughRestApi(FRONT)

async function throughRestApi(front: string): Promise<void> {
  const { startFront } = (await import(front)) as { startFront: StartFront }
  const bundle = await buildBundle(t.testdir())
  const { endpoint } = await startEngine(t)

  for (const apiKey of ['', 'secret']) {
    t.test(`the function behind a REST API, ${apiKey ? 'with keys' : 'without'}`, async (t) => {
      const tableName = await makeTable(endpoint)
      const handler = await loadBundle(bundle, {
        AWS_ENDPOINT_URL_DYNAMODB: endpoint,
        LOG_LEVEL: 'silent',
        ...(apiKey ? { API_KEYS: apiKey } : {})
      })
      const invoke = async (event: unknown) => ({
        payload: JSON.stringify(await handler(event, contextOf()))
      })
      const { url, stop } = await startFront(DEPLOYED, { invoke })
      t.teardown(stop)
      for (let times = 0; times < 2; times++) {
        await runCollection(t, { url: `${url}/Prod`, environment: 'aws', tableName, apiKey })
      }
    })
  }
}

type StartFront = (
  deployed: unknown,
  lambda: { invoke(event: unknown): Promise<{ payload: string }> }
) => Promise<{ url: string; stop: () => void }>

// The deployment that the REST API's stand-in serves: one method, which may invoke one function.
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:manager'
const DEPLOYED = {
  api: 'api',
  stages: ['Prod'],
  routes: [
    {
      path: '/dynamodbmanager',
      method: 'POST',
      uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${ARN}/invocations`
    }
  ],
  fn: { FunctionArn: ARN },
  policy: {
    Statement: [
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Resource: ARN
      }
    ]
  }
}
