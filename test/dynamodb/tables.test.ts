import { randomUUID } from 'node:crypto'
import t from 'tap'
import { createDocumentClient } from '../../src/dynamodb/client.ts'
import { createUndiciConnection } from '../../src/dynamodb/connection/undici-connection.ts'
import { createSdkSettings } from '../../src/dynamodb/settings/sdk-settings.ts'
import { ensureTable, spellKey, type TableKey } from '../../src/dynamodb/tables.ts'
import { startEngine } from '../fixtures/engine.ts'

const { endpoint } = await startEngine(t)
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
const client = createDocumentClient(
  createSdkSettings({ endpoint, region: 'us-east-1', credentials }),
  createUndiciConnection()
)
t.teardown(() => client.destroy())

const ORDERS: TableKey = [
  { name: 'pk', type: 'S' },
  { name: 'sk', type: 'N' }
]

t.test(
  'a table that is there with another key is left as it is, and its key is told',
  async (t) => {
    const tableName = `test-${randomUUID()}`
    const ensure = (key: TableKey) =>
      ensureTable(client, tableName, key, AbortSignal.timeout(20_000))
    t.same(await ensure(ORDERS), { result: 'made', key: ORDERS })
    t.same(await ensure([{ name: 'id', type: 'S' }]), { result: 'found', key: ORDERS })
    t.equal(spellKey(ORDERS), 'pk:S,sk:N', 'as TABLE_KEY is written')
  }
)
