import { randomUUID } from 'node:crypto'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import t, { type Test } from 'tap'
import { loadConfig } from '../../src/config.ts'
import { createDocumentClient } from '../../src/dynamodb/client.ts'
import { createUndiciConnection } from '../../src/dynamodb/connection/undici-connection.ts'
import { createSdkSettings } from '../../src/dynamodb/settings/sdk-settings.ts'
import { startEngine } from '../fixtures/engine.ts'
import { type Service, startService } from '../fixtures/service.ts'

const { endpoint } = await startEngine(t)

// These are neighbours that a double cannot tell apart, and numbers with all of DynamoDB's 38
// digits.
const numbers = [
  '9007199254740992',
  '9007199254740993',
  '-9007199254740993',
  '12345678901234567890123456789012345678',
  '12345678901234567890123456789012345679',
  '0.12345678901234567890123456789012345678'
]
const keys = numbers.flatMap((pk, index) =>
  [pk, numbers[index - 1] ?? '0'].map((sk) => `{"pk":${pk},"sk":${sk}}`)
)

/** Sends a payload that is given as JSON text; resolves with the text of the answer. */
async function run(t: Test, service: Service, operation: string, payload: string): Promise<string> {
  const { tableName } = service
  const { status, body } = await service.post(
    `{"operation":"${operation}","tableName":"${tableName}","payload":${payload}}`
  )
  t.equal(status, 200, body)
  return body
}

/** Reads all pages of one item each. Resolves with the items' JSON texts, sorted. */
async function readPages(t: Test, service: Service, parameters = ''): Promise<string[]> {
  const items: string[] = []
  let start: string | undefined
  do {
    const from = start ? `,"ExclusiveStartKey":${start}` : ''
    const page = await run(t, service, 'list', `{"Limit":1${parameters}${from}}`)
    items.push(...(/"Items":\[({[^}]*})\]/.exec(page)?.slice(1).map(inOrder) ?? []))
    start = /"LastEvaluatedKey":({[^}]*})/.exec(page)?.[1]
  } while (start)
  return items.sort()
}

/** Sorts an item's attributes, because engines return them in different orders. */
function inOrder(item: string): string {
  return `{${item.slice(1, -1).split(',').sort().join(',')}}`
}

t.test('keys are exact numbers, in what is written and in what is found', async (t) => {
  const service = await startService(t, { endpoint, env: { TABLE_KEY: 'pk:N,sk:N' } })
  const found = async (operation: string, payload: string) =>
    inOrder(
      /^{"(?:Item|Attributes)":({[^}]*})/.exec(await run(t, service, operation, payload))?.[1] ??
        '{}'
    )
  const itemOf = (key: string, n: number) => inOrder(key.replace('}', `,"n":${n}}`))

  for (const key of keys) await run(t, service, 'create', `{"Item":${itemOf(key, 1)}}`)
  for (const key of keys) t.equal(await found('read', `{"Key":${key}}`), itemOf(key, 1))
  t.same(await readPages(t, service), keys.map((key) => itemOf(key, 1)).sort(), 'page by page')

  for (const [index, key] of keys.entries()) {
    const update = `"UpdateExpression":"SET n = :n","ExpressionAttributeValues":{":n":${index}}`
    t.equal(
      await found('update', `{"Key":${key},${update},"ReturnValues":"ALL_NEW"}`),
      itemOf(key, index)
    )
  }
  for (const [index, key] of keys.entries()) {
    t.equal(
      await found('delete', `{"Key":${key},"ReturnValues":"ALL_OLD"}`),
      itemOf(key, index),
      'each item had its own update'
    )
  }
  t.same(await readPages(t, service), [])
})

/** Makes a table with the key `id` and an index by the number `n`. */
async function makeIndexedTable(TableName: string): Promise<void> {
  const { database } = loadConfig({
    env: { AWS_ENDPOINT_URL_DYNAMODB: endpoint },
    operations: []
  })
  const client = createDocumentClient(createSdkSettings(database), createUndiciConnection())
  const command = new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'id', AttributeType: 'S' },
      { AttributeName: 'n', AttributeType: 'N' }
    ],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-n',
        KeySchema: [{ AttributeName: 'n', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'KEYS_ONLY' }
      }
    ]
  })
  await client.attempt(command, AbortSignal.timeout(20_000))
  client.destroy()
}

t.test('list reads an index, page by page, its numbers exact', async (t) => {
  const TABLE_NAME = `test-${randomUUID()}`
  await makeIndexedTable(TABLE_NAME)
  const service = await startService(t, { endpoint, env: { TABLE_NAME } })
  const entries = numbers.map((n, index) => `{"id":"${index}","n":${n}}`)
  for (const entry of [...entries, '{"id":"without a number"}']) {
    await run(t, service, 'create', `{"Item":${entry.replace('}', ',"more":"x"}')}}`)
  }
  t.same(await readPages(t, service, ',"IndexName":"by-n"'), entries.sort())
  const wrong = await service.post({
    operation: 'list',
    tableName: TABLE_NAME,
    payload: { IndexName: 'by-nothing' }
  })
  t.match(wrong, { status: 400, body: /"errorType":"ValidationException"/ })
})
