import * as Type from '@sinclair/typebox'
import t from 'tap'
import { toDocuments, toFileText } from '../../src/documents/documents.ts'
import { toOpenApi } from '../../src/documents/openapi.ts'
import { toPolicy } from '../../src/documents/policy.ts'
import { toCollection } from '../../src/documents/postman/collection.ts'
import { LAB_TABLE } from '../../src/documents/table-description.ts'
import { toHome } from '../../src/http/routes/home.ts'
import { dispatch } from '../../src/operations/dispatch.ts'
import type { OperationTable } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'

// What CONTRIBUTING.md promises: one record, and everything has it.
const table: OperationTable = {
  ...operations,
  query: {
    summary: 'Read the items of one partition.',
    action: 'dynamodb:Query',
    payload: Type.Object(
      { KeyConditionExpression: Type.String(), Limit: Type.Optional(Type.Integer()) },
      { additionalProperties: false }
    ),
    members: ['Items', 'Count'],
    example: { KeyConditionExpression: 'id = :id' },
    answer: { Items: [], Count: 0 },
    run: ({ tableName }) => ({ Items: [{ tableName }], Count: 1, Extra: 1, $metadata: {} })
  }
}
const envelope = {
  operation: 'query',
  tableName: 'lambda-apigateway',
  payload: { KeyConditionExpression: 'id = :id' }
}

t.test('the policy allows its action', (t) => {
  t.ok(toPolicy(table).Statement[0]?.Action.includes('dynamodb:Query'))
  t.end()
})

t.test('OpenAPI has its schemas, its parameters with AWS’s pages, and its examples', (t) => {
  const { components, paths } = toOpenApi(table)
  const { QueryRequest, QueryPayload, QueryAnswer, Envelope } = components.schemas
  t.match(QueryRequest, { properties: { operation: { const: 'query' } } })
  t.match(QueryPayload, {
    required: ['KeyConditionExpression'],
    properties: { KeyConditionExpression: { description: /API_Query\.html#DDB-Query-request-Key/ } }
  })
  t.match(QueryAnswer, { properties: { Items: {}, Count: {}, ResponseMetadata: {} } })
  t.match(JSON.stringify(Envelope), '"query":"#/components/schemas/QueryRequest"')
  const { post } = (paths as unknown as Paths)['/dynamodbmanager']
  t.same(post.requestBody.content['application/json'].examples.query?.value, envelope)
  t.match(post.responses[200].content['application/json'].examples.query?.value, {
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
  const folder = toCollection(table).item.find(({ name }) => name === 'query')
  t.equal(folder?.item.length, 1)
  const { request, event } = folder?.item[0] ?? {}
  t.same(JSON.parse(request?.body?.raw ?? ''), { ...envelope, tableName: '{{tableName}}' })
  t.match(JSON.stringify(event), "['Items','Count','ResponseMetadata']")
  t.end()
})

t.test('the README and the home page list it', (t) => {
  const readme = toDocuments(table).find(({ path }) => path === 'README.md')
  t.match(readme?.text, '| `query` | [Query](')
  const options = { origin: 'http://x', table: LAB_TABLE, needsKey: false }
  t.match(toHome(table, options), 'Read the items of one partition.')
  t.end()
})

t.test('the dispatcher checks its payload, runs it, and answers its members', async (t) => {
  const dynamodb = {} as never
  const service = { operations: table, dynamodb, allowedTables: undefined, refuseProto: false }
  const { signal } = new AbortController()
  t.match(await dispatch(envelope, service, { signal }, {}), {
    Items: [{ tableName: 'lambda-apigateway' }],
    Count: 1
  })
  const answer = (await dispatch(envelope, service, { signal }, {})) as object
  t.same(Object.keys(answer), ['Items', 'Count', 'ResponseMetadata'])
  await t.rejects(dispatch({ ...envelope, payload: {} }, service, { signal }, {}), {
    message: /^\/payload\/KeyConditionExpression: expected /
  })
})

t.test('a part of the table has the documents of that part', (t) => {
  const { ping } = operations
  t.same(
    toCollection({ ping }).item.map(({ name }) => name),
    ['The lab’s walk', 'ping', 'Errors', 'Clean-up']
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
