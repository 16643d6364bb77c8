import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { answerMembers } from '../../src/documents/answers.ts'
import { toOpenApi } from '../../src/documents/openapi.ts'
import { findByName, parameters } from '../../src/documents/parameters.ts'
import type { Schema } from '../../src/documents/schema.ts'
import { toTypeName } from '../../src/documents/schemas.ts'
import { listErrors } from '../../src/gateway/errors.ts'
import type { OperationTable } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { VERSION } from '../../src/package/version.ts'
import { startEngine } from '../fixtures/engine.ts'
import { refusal, reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { compileSchemas } from '../fixtures/json-schema.ts'
import { startService } from '../fixtures/service.ts'

const table: OperationTable = operations
const document = toOpenApi(operations)
const { schemas } = document.components
const { post } = document.paths['/dynamodbmanager'] as unknown as { post: Manager }

interface Manager {
  requestBody: { content: { 'application/json': { examples: Record<string, { value: unknown }> } } }
  responses: Record<string, { content: { 'application/json': Content } }>
}

interface Content {
  schema: Schema
  examples: Record<string, { value: unknown }>
}

/** Returns the examples of a status's response, by operation or by type of error. */
function examplesOf(status: number): Content['examples'] {
  return post.responses[status]?.content['application/json'].examples ?? {}
}

const { find, validate } = compileSchemas(document)

t.test('it is valid OpenAPI 3.1', async (t) => {
  const validator = new Validator()
  t.same(await validator.validate(structuredClone({ ...document })), { valid: true })
  t.equal(validator.version, '3.1')
  for (const name of Object.keys(schemas)) {
    t.ok(find(name), `${name} compiles`)
  }
  t.same((await new Validator().validate({ ...document, paths: { x: {} } })).valid, false)
})

t.test('its version is the package’s', (t) => {
  t.equal(document.info.version, VERSION)
  t.equal(VERSION, JSON.parse(readFileSync('package.json', 'utf8')).version)
  t.end()
})

t.test('every parameter of every payload is described, with AWS’s page for it', (t) => {
  const seen = new Set<string>()
  for (const [name, { properties = {}, title }] of Object.entries(schemas) as [string, Titled][]) {
    // A schema with AWS's name describes a type of AWS's.
    const isType = title === name
    if (!name.endsWith('Payload') && !isType) continue
    for (const [member, { description = '' }] of Object.entries(properties)) {
      const owner = isType ? title : callOf(name)
      const key = [`${owner}.${member}`, member].find((key) => parameters[key]) ?? ''
      seen.add(key)
      t.ok(parameters[key], `${owner}.${member} is told in parameters.ts`)
      t.match(description, parameters[key])
      t.match(description, /\]\(https:\/\/docs\.aws\.amazon\.com\/amazondynamodb\/\S+\)$/, key)
    }
  }
  t.same(
    Object.keys(parameters).filter((key) => !seen.has(key)),
    [],
    'and nothing is told that no payload has'
  )
  t.end()
})

/** Returns AWS's name of the call to which a payload's schema belongs. */
function callOf(payload: string): string | undefined {
  return Object.entries(table).find(([name]) => payload === `${toTypeName(name)}Payload`)?.[1].call
    ?.name
}

interface Titled {
  title?: string
  properties?: Record<string, { description?: string }>
}

t.test('every member of every answer is described', (t) => {
  for (const [name, { call }] of Object.entries(table)) {
    for (const member of call?.members ?? []) {
      const told = findByName(answerMembers, call?.name, member)
      t.ok(told?.description, `${name}: ${member}`)
    }
  }
  t.end()
})

t.test('with ERROR_STATUS=lambda the function’s failures are among the answers', (t) => {
  const { paths } = toOpenApi(operations, { errorStatus: 'lambda' })
  const { post } = paths['/dynamodbmanager'] as unknown as { post: Manager }
  for (const { name, status, layer } of listErrors()) {
    const isFunctions = layer === 'function'
    const { schema, examples } =
      post.responses[isFunctions ? 200 : status]?.content['application/json'] ?? {}
    t.ok(examples?.[name], name)
    t.equal(JSON.stringify(schema).includes('FunctionError'), isFunctions)
  }
  t.end()
})

t.test('every failure of the catalogue has its status, and its layer’s shape', (t) => {
  for (const { name, status, layer } of listErrors()) {
    const { schema, examples } = post.responses[status]?.content['application/json'] ?? {}
    const shape = layer === 'function' ? 'FunctionError' : 'GatewayError'
    t.match(JSON.stringify(schema), shape)
    t.same(validate(shape, examples?.[name]?.value), [])
    t.match(JSON.stringify(examples?.[name]?.value), /essage":"[^…]+"/, `${name} has words`)
  }
  t.end()
})

t.test('the envelope’s schema chooses by the operation', (t) => {
  t.same(validate('Envelope', { operation: 'ping' }), [])
  for (const wrong of [
    { operation: 'drop' },
    { operation: 'list' },
    { operation: 'create', tableName: 'x', payload: {} },
    { operation: 'create', tableName: 'x', payload: { Item: {}, Other: 1 } },
    { operation: 'list', tableName: 'x', payload: { Limit: '5' } }
  ]) {
    t.not(validate('Envelope', wrong).length, 0, JSON.stringify(wrong))
  }
  t.end()
})

for (const TABLE_KEY of ['id:S', 'pk:S,sk:N', 'id:N,kind:S', 'my key:N,number:S']) {
  t.test(`each example is answered as it is shown, with TABLE_KEY=${TABLE_KEY}`, async (t) => {
    const { endpoint } = await startEngine(t)
    const TABLE_NAME = `test-${randomUUID()}`
    const env = { TABLE_KEY, TABLE_NAME, ALLOWED_TABLES: TABLE_NAME }
    const service = await startService(t, { endpoint, env })
    const { body } = await service.send({ method: 'GET', path: '/openapi.json' })
    const { post } = JSON.parse(body).paths['/dynamodbmanager'] as { post: Manager }
    const { examples } = post.requestBody.content['application/json']
    const run = async (envelope: unknown) => {
      const { status, body } = await service.post(envelope)
      t.equal(status, 200, body)
      return JSON.parse(body)
    }
    t.same(Object.keys(examples).slice(0, Object.keys(operations).length), Object.keys(operations))
    for (const name of Object.keys(operations)) {
      const { value } = examples[name] ?? {}
      t.same(validate('Envelope', value), [], name)
      t.same(validate(`${toTypeName(name)}Request`, value), [], name)
      await run(examples.create?.value)
      const answer = await run(value)
      const shown = post.responses[200]?.content['application/json'].examples[name]?.value
      for (const one of [answer, shown]) t.same(validate(`${toTypeName(name)}Answer`, one), [])
      if (name === 'tables') t.same(answer, { TableNames: [TABLE_NAME] }, 'known without a call')
      // The example of a table's description has a part of it only.
      else if (name === 'describe') t.match(withoutIds(answer), withoutIds(shown as Answered))
      else t.same(withoutIds(answer), withoutIds(shown as Answered), name)
    }
  })
}

for (const TABLE_KEY of ['id:S', 'pk:N,sk:S']) {
  t.test(
    `an operation with attribute values has a typed example too, with TABLE_KEY=${TABLE_KEY}`,
    async (t) => {
      const { endpoint } = await startEngine(t)
      const service = await startService(t, { endpoint, env: { TABLE_KEY } })
      const { body } = await service.send({ method: 'GET', path: '/openapi.json' })
      const { post } = JSON.parse(body).paths['/dynamodbmanager'] as { post: Manager }
      const { examples } = post.requestBody.content['application/json']
      for (const [name, { call }] of Object.entries(table)) {
        const { value } = examples[`${name}Typed`] ?? {}
        t.equal(value === undefined, !call || call.isFormatless === true, name)
        if (!value) continue
        t.same(validate('Envelope', value), [], name)
        t.equal((await service.post(examples.createTyped?.value)).status, 200)
        const { status, body } = await service.post(value)
        t.equal(status, 200, body)
        if (name === 'read') t.match(JSON.parse(body), { Item: { number: { N: '5' } } })
      }
    }
  )
}

/**
 * Removes what differs in each answer, and the headers of DynamoDB except one that is always the
 * same.
 */
function withoutIds(answer: Answered): unknown {
  if (!answer.ResponseMetadata) return answer
  const { RequestId, HTTPHeaders, ...metadata } = answer.ResponseMetadata
  const isSame = HTTPHeaders['x-amzn-requestid'] === RequestId
  return { ...answer, ResponseMetadata: { ...metadata, isSame, type: HTTPHeaders['content-type'] } }
}

interface Answered {
  ResponseMetadata?: { RequestId: string; HTTPHeaders: Record<string, string> }
}

t.test('errors are what the document says, in the words that it shows', async (t) => {
  const { endpoint } = await startEngine(t)
  const TABLE_NAME = `test-${randomUUID()}`
  const env = { API_KEYS: 'key', TABLE_NAME, ALLOWED_TABLES: TABLE_NAME, BODY_LIMIT: '2000' }
  const service = await startService(t, { endpoint, env })
  const engine = await startFakeEngine(t, ({ operation }, response) =>
    operation === 'TransactWriteItems'
      ? reply(response, 400, refusal('IdempotentParameterMismatchException'))
      : operation === 'Scan'
        ? reply(response, 400, refusal('UnrecognizedClientException'))
        : reply(response, 500, refusal('InternalServerError'))
  )
  const failing = await startService(t, { endpoint: engine.endpoint, table: false })
  const run = (operation: string, payload: object, tableName = TABLE_NAME) =>
    service.post({ operation, tableName, payload }, { 'x-api-key': 'key' })
  const fail = (operation: string, members: object) =>
    failing.post({ operation, tableName: TABLE_NAME, payload: { Key: Item }, ...members })
  const Item = { id: 'x' }
  const add = {
    Key: Item,
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 }
  }
  t.equal((await run('create', { Item })).status, 200)
  for (const [type, answer] of Object.entries({
    ValidationException: await run('create', { Item: 'x' }),
    AccessDeniedException: await run('read', { Key: Item }, 'other-table'),
    ConditionalCheckFailedException: await run('create', {
      Item,
      ConditionExpression: 'attribute_not_exists(id)'
    }),
    IdempotentParameterMismatchException: await fail('delete', { idempotencyKey: 'k' }),
    InternalFailure: await fail('list', { payload: {} }),
    ServiceUnavailable: await fail('read', {}),
    OutcomeUnknown: await fail('update', { payload: add }),
    UnreadableBody: await service.post('', { 'x-api-key': 'key' }),
    WrongKey: await service.post({ operation: 'ping' }),
    UnknownPath: await service.send({ method: 'GET' }),
    TooLarge: await run('create', { Item: { id: 'x'.repeat(2000) } })
  })) {
    const shown = examplesOf(answer.status)[type]?.value
    const told = JSON.parse(answer.body)
    t.same(validate('errorType' in told ? 'FunctionError' : 'GatewayError', told), [])
    t.same(withoutRequestId(shown), withoutRequestId(told), type)
  }
})

function withoutRequestId(error: unknown): unknown {
  return { ...(error as object), requestId: '' }
}
