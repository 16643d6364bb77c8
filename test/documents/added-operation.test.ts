import { ExecuteStatementCommand } from '@aws-sdk/client-dynamodb'
import * as Type from '@sinclair/typebox'
import t, { type Test } from 'tap'
import { toDocuments, toFileText } from '../../src/documents/documents.ts'
import { toOpenApi } from '../../src/documents/openapi.ts'
import { toPolicy } from '../../src/documents/policy.ts'
import { toCollection } from '../../src/documents/postman/collection.ts'
import { LAB_TABLE } from '../../src/documents/table-description.ts'
import { createDocumentClient } from '../../src/dynamodb/client.ts'
import { createUndiciConnection } from '../../src/dynamodb/connection/undici-connection.ts'
import { createSdkSettings } from '../../src/dynamodb/settings/sdk-settings.ts'
import { toHome } from '../../src/http/routes/home.ts'
import { dispatch, type TextAnswer } from '../../src/operations/dispatch.ts'
import type { Caller } from '../../src/operations/envelope.ts'
import {
  type Call,
  type OperationTable,
  onTable,
  operation
} from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { deadlineOf } from '../fixtures/deadline.ts'
import { type FakeEngine, refusal, reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { rejectionOf } from '../fixtures/rejection.ts'

// Adds one record, after which everything must have the operation, as CONTRIBUTING.md promises.
const { command } = operations.read.call as Call
const table: OperationTable = {
  ...operations,
  lookUp: operation({
    summary: 'Look something up.',
    payload: Type.Object(
      { KeyConditionExpression: Type.String(), Limit: Type.Optional(Type.Integer()) },
      { additionalProperties: false }
    ),
    call: { name: 'Query', effect: 'read', command, members: ['Items', 'Count'] },
    example: {
      payload: { KeyConditionExpression: 'id = :id' },
      answer: { Items: [], Count: 0 }
    }
  }),
  execute: operation({
    summary: 'Execute a statement, which may write.',
    payload: Type.Object({ Statement: Type.String() }, { additionalProperties: false }),
    call: {
      name: 'ExecuteStatement',
      actions: ['PartiQLUpdate', 'PartiQLInsert'],
      effect: 'write',
      command: onTable(ExecuteStatementCommand),
      members: ['Items']
    },
    example: { payload: { Statement: 'UPDATE x' }, answer: {} }
  })
}
const envelope = {
  operation: 'lookUp',
  tableName: 'lambda-apigateway',
  payload: { KeyConditionExpression: 'id = :id' }
}

t.test('the policy allows its actions', (t) => {
  const Action = toPolicy(table).Statement.flatMap((statement) => statement.Action)
  for (const action of ['Query', 'PartiQLUpdate', 'PartiQLInsert']) {
    t.ok(Action.includes(`dynamodb:${action}`))
  }
  t.notOk(Action.includes('dynamodb:ExecuteStatement'))
  t.end()
})

t.test('OpenAPI has its schemas, its parameters with AWS’s pages, and its examples', (t) => {
  const { components, paths } = toOpenApi(table)
  const { LookUpRequest, LookUpPayload, LookUpAnswer, Envelope } = components.schemas
  t.match(LookUpRequest, { properties: { operation: { const: 'lookUp' } } })
  t.match(LookUpPayload, {
    required: ['KeyConditionExpression'],
    properties: { KeyConditionExpression: { description: /API_Query\.html#DDB-Query-request-Key/ } }
  })
  t.match(LookUpAnswer, { properties: { Items: {}, Count: {}, ResponseMetadata: {} } })
  t.match(JSON.stringify(Envelope), '"lookUp":"#/components/schemas/LookUpRequest"')
  const { post } = (paths as unknown as Paths)['/dynamodbmanager']
  t.same(post.requestBody.content['application/json'].examples.lookUp?.value, envelope)
  t.match(post.responses[200].content['application/json'].examples.lookUp?.value, {
    Items: [],
    Count: 0,
    ResponseMetadata: { HTTPStatusCode: 200 }
  })
  t.end()
})

interface Paths {
  '/dynamodbmanager': { post: { requestBody: Examples; responses: { 200: Examples } } }
}

interface Examples {
  content: { 'application/json': { examples: Record<string, { value: unknown }> } }
}

t.test('the collection has a folder for it, whose request tests the answer’s shape', (t) => {
  const folder = toCollection(table).item.find(({ name }) => name === 'lookUp')
  t.equal(folder?.item.length, 1)
  const { request, event } = folder?.item[0] ?? {}
  t.same(JSON.parse(request?.body?.raw ?? ''), { ...envelope, tableName: '{{tableName}}' })
  t.match(JSON.stringify(event), "['Items','Count','ResponseMetadata']")
  t.end()
})

t.test('the README and the home page list it', (t) => {
  const readme = toDocuments(table).find(({ path }) => path === 'README.md')
  t.match(readme?.text, '| `lookUp` | [Query](')
  const options = { origin: 'http://x', table: LAB_TABLE, needsKey: false }
  t.match(toHome(table, options), 'Look something up.')
  t.end()
})

t.test('the dispatcher checks its payload, runs it, and answers its members', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) =>
    reply(response, 200, { Items: [], Count: 0, Extra: 1 })
  )
  const { text, wrote } = await run(t, engine, envelope)
  t.same(Object.keys(JSON.parse(text)), ['Items', 'Count', 'ResponseMetadata'])
  t.equal(wrote, false)
  t.match(await rejectionOf(run(t, engine, { ...envelope, payload: {} })), {
    message: /^\/payload\/KeyConditionExpression: expected /
  })
})

const statement = { ...envelope, operation: 'execute', payload: { Statement: 'UPDATE x' } }

t.test('a write that says no more is sent once, whatever becomes of it', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) => {
    reply(response, 500, refusal('InternalServerError'))
  })
  t.match(await rejectionOf(run(t, engine, statement)), { errorType: 'OutcomeUnknown' })
  t.equal(engine.calls.length, 1)
  t.match(await rejectionOf(run(t, engine, envelope)), { errorType: 'ServiceUnavailable' })
  t.equal(engine.calls.length, 6, 'a read is sent five times')
})

t.test('a write without a transaction refuses an idempotency key', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) => reply(response, 200, {}))
  t.match(await rejectionOf(run(t, engine, { ...statement, idempotencyKey: 'a' })), {
    message: /^\/idempotencyKey: expected none/
  })
  t.equal(engine.calls.length, 0)
})

t.test('a write whose answer cannot be returned says that it was made', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) =>
    reply(response, 200, { Items: [{ text: { S: 'x'.repeat(7_000_000) } }] })
  )
  const { wrote } = await run(t, engine, statement)
  t.equal(wrote, true)
})

t.test('a key may be bound to it', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) => reply(response, 200, {}))
  const grant = { operations: new Set(['lookUp']) }
  t.match(await rejectionOf(run(t, engine, statement, { grant })), {
    errorType: 'AccessDeniedException'
  })
  t.match(await run(t, engine, envelope, { grant }), { wrote: false })
})

async function run(
  t: Test,
  { endpoint }: FakeEngine,
  body: unknown,
  caller: Caller = {}
): Promise<TextAnswer> {
  const settings = createSdkSettings({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' }
  })
  const database = createDocumentClient(settings, createUndiciConnection(), { backoffMs: 1 })
  t.teardown(() => database.destroy())
  const service = { operations: table, database, allowedTables: undefined }
  const request = { body, caller, deadline: deadlineOf(), record: {} }
  // The request did not ask for lines.
  return (await dispatch(service, request)) as TextAnswer
}

t.test('a part of the table has the documents of that part', (t) => {
  const { ping } = operations
  t.same(
    toCollection({ ping }).item.map(({ name }) => name),
    ['ping', 'Errors']
  )
  t.same(Object.keys(toOpenApi({ ping }).components.schemas).slice(0, 3), [
    'Envelope',
    'PingRequest',
    'PingAnswer'
  ])
  t.end()
})

t.test('a document of a README without its marks is refused', (t) => {
  const document = { path: 'README.md', section: 'operations', text: 'x\n' }
  t.throws(
    () => toFileText(document, () => 'nothing'),
    /README\.md: there is no <!-- operations -->/
  )
  t.throws(() => toFileText(document, () => '<!-- operations -->\n'), /<!-- \/operations -->/)
  t.end()
})
