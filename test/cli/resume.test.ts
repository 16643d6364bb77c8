import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { startCli } from '../fixtures/cli-process.ts'
import { startEngine } from '../fixtures/engine.ts'

// Killed with -9 in the middle, as processes: nothing is lost, and nothing is there twice.

const COUNT = 3_000

interface State {
  done: { items: number }
}

t.test('an export and an import that are killed go on with --resume', async (t) => {
  const { endpoint } = await startEngine(t)
  const folder = t.testdir()
  const env = { AWS_ENDPOINT_URL_DYNAMODB: endpoint }
  const [source, target] = [`test-${randomUUID()}`, `test-${randomUUID()}`]
  for (const table of [source, target]) await makeTable(endpoint, table)
  const run = (...args: string[]) => startCli(t, args, env)

  const items = join(folder, 'items.jsonl')
  const lines = Array.from({ length: COUNT }, (_, n) => `{"id":"${n}","number":${n}}`)
  writeFileSync(items, lines.map((line) => `${line}\n`).join(''))
  const importing = ['import', items, '--table', source]
  await killWhen(run(...importing, '--rate', '200'), `${items}.${source}.state`)
  const imported = await run(...importing, '--resume').ended
  t.equal(imported.code, 0, imported.stderr)
  t.match(imported.stderr, 'of them before')

  const file = join(folder, 'out.jsonl.gz')
  const exporting = ['export', file, '--table', source, '--segments', '3']
  await killWhen(run(...exporting, '--rate', '2'), `${file}.state`)
  const exported = await run(...exporting, '--resume').ended
  t.equal(exported.code, 0, exported.stderr)
  t.match(exported.stderr, 'of them before')
  const plain = gunzipSync(readFileSync(file)).toString().trim().split('\n')
  t.strictSame(plain.sort(), lines.sort(), 'each item is there once')

  const copied = await run('copy', source, target, '--segments', '2').ended
  t.equal(copied.code, 0, copied.stderr)
  const counted = await run('count', '--table', target).ended
  t.match(JSON.parse(counted.stdout), { Count: COUNT })
})

/** Kills a process as soon as something is certain, though not all. */
async function killWhen({ process, ended }: ReturnType<typeof startCli>, state: string) {
  let isOver = false
  ended.then(() => {
    isOver = true
  })
  while (itemsOf(state) === 0 && !isOver) await delay(5)
  process.kill('SIGKILL')
  await ended
}

function itemsOf(state: string): number {
  try {
    return (JSON.parse(readFileSync(state, 'utf8')) as State).done.items
  } catch {
    return 0
  }
}

async function makeTable(endpoint: string, TableName: string): Promise<void> {
  const { createDocumentClient } = await import('../../src/dynamodb/client.ts')
  const { createUndiciConnection } = await import(
    '../../src/dynamodb/connection/undici-connection.ts'
  )
  const { createSdkSettings } = await import('../../src/dynamodb/settings/sdk-settings.ts')
  const { ensureTable } = await import('../../src/dynamodb/tables.ts')
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const settings = createSdkSettings({ endpoint, region: 'us-east-1', credentials })
  const client = createDocumentClient(settings, createUndiciConnection())
  const wanted = {
    TableName,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
    BillingMode: 'PAY_PER_REQUEST' as const
  }
  await ensureTable(client, wanted, AbortSignal.timeout(20_000))
  client.destroy()
}
