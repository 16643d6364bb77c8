import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createDocumentClient, type DocumentClient } from '../../src/dynamodb/client.ts'
import { createUndiciConnection } from '../../src/dynamodb/connection/undici-connection.ts'
import { createSdkSettings } from '../../src/dynamodb/settings/sdk-settings.ts'
import { ensureTable, spellKey, type WantedTable } from '../../src/dynamodb/tables.ts'
import { startEngine } from '../fixtures/engine.ts'
import { refusal, reply, startFakeEngine } from '../fixtures/fake-engine.ts'

const { endpoint } = await startEngine(t)
const client = startClient(endpoint)

function startClient(endpoint: string): DocumentClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const settings = createSdkSettings({ endpoint, region: 'us-east-1', credentials })
  const client = createDocumentClient(settings, createUndiciConnection())
  t.teardown(() => client.destroy())
  return client
}

const ensure = (table: WantedTable) => ensureTable(client, table, AbortSignal.timeout(20_000))

function orders(TableName = `test-${randomUUID()}`): WantedTable {
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'N' },
      { AttributeName: 'state', AttributeType: 'S' }
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' }
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'by-state',
        KeySchema: [{ AttributeName: 'state', KeyType: 'HASH' }],
        Projection: { ProjectionType: 'ALL' }
      }
    ],
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true }
  }
}

t.test('a table is made once, with its indexes and its time to live', async (t) => {
  const table = orders()
  t.same(await ensure(table), { result: 'made', differences: [] })
  t.same(await ensure(table), { result: 'found', differences: [] })
  t.equal(spellKey(table), 'pk:S,sk:N', 'as TABLE_KEY is written')
})

t.test('a table that is there otherwise is left as it is, and told', async (t) => {
  const { TableName } = orders()
  const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' as const }]
  const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' as const }]
  await ensure({ TableName, AttributeDefinitions, KeySchema, BillingMode: 'PAY_PER_REQUEST' })
  t.same(await ensure(orders(TableName)), {
    result: 'found',
    differences: ['it has the key id:S, not pk:S,sk:N', 'it has no index by-state']
  })
})

t.test('an engine that knows no time to live is told of, and the table is made', async (t) => {
  let isMade = false
  const engine = await startFakeEngine(t, ({ operation }, response) => {
    if (operation === 'UpdateTimeToLive') {
      reply(response, 400, refusal('UnknownOperationException', 'unknown'))
    } else if (operation === 'CreateTable' || isMade) {
      isMade = true
      reply(response, 200, { Table: { TableStatus: 'ACTIVE' } })
    } else reply(response, 400, refusal('ResourceNotFoundException'))
  })
  const client = startClient(engine.endpoint)
  t.same(await ensureTable(client, orders(), AbortSignal.timeout(20_000)), {
    result: 'made',
    differences: ['its items do not expire (unknown)']
  })
})
