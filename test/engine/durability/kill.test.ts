import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import { createTableInput, make } from '../tables.ts'

const WRITER = fileURLToPath(new URL('./writer.js', import.meta.url))
const ROUNDS = 4

type Found = { id: { S: string }; number: { N: string }; colour: { S: string } }

/** Kills a writer when it has said often enough that it wrote; returns what it said. */
async function writeAndKill(path: string, first: number, lines: number): Promise<number[]> {
  const writer = spawn(process.execPath, [WRITER, path, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const acknowledged: number[] = []
  for await (const line of createInterface(writer.stdout)) {
    acknowledged.push(Number(line.split(' ')[1]))
    if (acknowledged.length === lines) writer.kill('SIGKILL')
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit')
  return acknowledged
}

async function scan(engine: Engine, others: object = {}): Promise<Found[]> {
  const found: Found[] = []
  let start: object = {}
  for (;;) {
    const { Items, LastEvaluatedKey } = await make<{ Items: Found[]; LastEvaluatedKey?: object }>(
      engine,
      'Scan',
      { TableName: 'things', ...others, ...start }
    )
    found.push(...Items)
    if (!LastEvaluatedKey) return found
    start = { ExclusiveStartKey: LastEvaluatedKey }
  }
}

const textsOf = (found: Found[]) => found.map((item) => JSON.stringify(item)).sort()

t.test('what was acknowledged is there after kill -9, whole', async (t) => {
  const path = t.testdir()
  const engine = await createEngine({ path })
  await make(
    engine,
    'CreateTable',
    createTableInput('things', 'id:S', { global: [{ name: 'byColour', key: 'colour:S,number:N' }] })
  )
  await engine.close()
  const acknowledged: number[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    acknowledged.push(...(await writeAndKill(path, round * 1_000_000, round * 400)))
    const after = await createEngine({ path })
    const items = await scan(after)
    const ids = new Set(items.map(({ id }) => id.S))
    const lost = acknowledged.filter(
      (number) => !ids.has(`${number} left`) || !ids.has(`${number} right`)
    )
    t.same(lost, [], 'no transaction is lost')
    const half = items.filter(
      ({ number: { N } }) => !ids.has(`${N} left`) || !ids.has(`${N} right`)
    )
    t.same(half, [], 'no transaction is half there')
    const entries = await scan(after, { IndexName: 'byColour' })
    t.same(textsOf(entries), textsOf(items), 'the index is what the table says')
    const { Table } = await make<{ Table: { ItemCount: number } }>(after, 'DescribeTable', {
      TableName: 'things'
    })
    t.equal(Table.ItemCount, items.length, 'the count is right')
    await after.close()
  }
})
