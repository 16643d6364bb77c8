import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import { answerMembers } from '../../src/documents/answers.ts'
import { toOpenApi, VERSION } from '../../src/documents/openapi.ts'
import { parameters } from '../../src/documents/parameters.ts'
import { type Schema, toTypeName } from '../../src/documents/schemas.ts'
import { listErrors } from '../../src/operations/errors.ts'
import { type OperationTable, operations } from '../../src/operations/table.ts'
import { startEngine } from '../fixtures/engine.ts'
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

const { examples } = post.requestBody.content['application/json']

// Strict: a keyword that JSON Schema does not know is an error, and so is a reference to nothing.
const ajv = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
  formats: { int32: true, uuid: true }
})
ajv.addVocabulary(['discriminator', 'components'])
ajv.addSchema({ $id: 'openapi', components: document.components })

function validate(name: string, value: unknown): string[] {
  const check = ajv.getSchema(`openapi#/components/schemas/${name}`)
  if (!check) throw new Error(`no schema ${name}`)
  check(value)
  return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

t.test('it is valid OpenAPI 3.1', async (t) => {
  const validator = new Validator()
  t.same(await validator.validate(structuredClone({ ...document })), { valid: true })
  t.equal(validator.version, '3.1')
  for (const name of Object.keys(schemas)) {
    t.ok(ajv.getSchema(`openapi#/components/schemas/${name}`), `${name} compiles`)
  }
  t.same((await new Validator().validate({ ...document, paths: { x: {} } })).valid, false)
})

t.test('its version is the package’s', (t) => {
  t.equal(VERSION, JSON.parse(readFileSync('package.json', 'utf8')).version)
  t.end()
})

t.test('every parameter of every payload is described, with AWS’s page for it', (t) => {
  const seen = new Set<string>()
  for (const [name, { properties = {}, title }] of Object.entries(schemas) as [string, Titled][]) {
    // A type of AWS's has AWS's name.
    const isType = title === name
    if (!name.endsWith('Payload') && !isType) continue
    for (const [member, { description = '' }] of Object.entries(properties)) {
      const key = isType ? `${title}.${member}` : member
      seen.add(key)
      t.ok(parameters[key], `${key} is told in parameters.ts`)
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

interface Titled {
  title?: string
  properties?: Record<string, { description?: string }>
}

t.test('every member of every answer is described', (t) => {
  for (const [name, { members = [] }] of Object.entries(table)) {
    for (const member of members) t.ok(answerMembers[member]?.description, `${name}: ${member}`)
  }
  t.end()
})

t.test('every failure of the catalogue has its status, and its layer’s shape', (t) => {
  for (const { type, status, message } of listErrors()) {
    const { schema, examples } = post.responses[status]?.content['application/json'] ?? {}
    const layer = message === undefined ? 'FunctionError' : 'GatewayError'
    t.match(JSON.stringify(schema), layer)
    t.same(validate(layer, examples?.[type]?.value), [])
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

t.test('each example is valid, runs, and its answer is what the document says', async (t) => {
  const { endpoint } = await startEngine(t)
  const service = await startService(t, { endpoint })
  t.same(Object.keys(examples), Object.keys(operations))
  for (const [name, { value }] of Object.entries(examples)) {
    t.same(validate('Envelope', value), [], name)
    t.same(validate(`${toTypeName(name)}Request`, value), [], name)
    const text = JSON.stringify(value).replaceAll('lambda-apigateway', service.tableName)
    const { status, body } = await service.post(text)
    t.equal(status, 200, body)
    t.same(validate(`${toTypeName(name)}Answer`, JSON.parse(body)), [], body)
  }
})

t.test('the answers that it shows are what it says', (t) => {
  const shown = Object.entries(post.responses[200]?.content['application/json'].examples ?? {})
  t.not(shown.length, 0)
  for (const [name, { value }] of shown) t.same(validate(`${toTypeName(name)}Answer`, value), [])
  t.end()
})

t.test('errors are what the document says', async (t) => {
  const { endpoint } = await startEngine(t)
  const service = await startService(t, { endpoint, env: { API_KEYS: 'key' } })
  const Item = { id: 'x' }
  const create = { operation: 'create', tableName: service.tableName, payload: { Item } }
  const failing = {
    ...create,
    payload: {
      Item,
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    }
  }
  const key = { 'x-api-key': 'key' }
  t.equal((await service.post(create, key)).status, 200)
  for (const [status, schema, answer] of [
    [400, 'FunctionError', await service.post({ operation: 'drop' }, key)],
    [400, 'GatewayError', await service.post('{', key)],
    [403, 'GatewayError', await service.post({ operation: 'ping' })],
    [404, 'FunctionError', await service.post({ ...create, tableName: 'missing-table' }, key)],
    [409, 'FunctionError', await service.post(failing, key)]
  ] as const) {
    t.equal(answer.status, status)
    t.same(validate(schema, JSON.parse(answer.body)), [], answer.body)
  }
})
