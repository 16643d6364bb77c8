import fc from 'fast-check'
import t from 'tap'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import { allItems, type Output } from './caller.ts'
import { describeWhole } from './index-contents.ts'
import { playSteps, randomSteps, TABLE } from './scenario.ts'

t.test('pages are one answer in parts, whatever the limit', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 7 }), async (seed, Limit) => {
      const engine = await createEngine({})
      await playSteps(engine, randomSteps(seed, 40))
      for (const [operation, input] of await readsOf(engine)) {
        const whole = await allItems(engine, operation, input)
        const parts = await allItems(engine, operation, { ...input, Limit })
        t.same(parts, whole, `${operation} ${JSON.stringify(input)}`)
      }
      await engine.close()
    }),
    { numRuns: 60 }
  )
})

t.test('the segments of a scan are the whole of it, each item in one', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 9 }), async (seed, TotalSegments) => {
      const engine = await createEngine({})
      await playSteps(engine, randomSteps(seed, 30))
      const input = { TableName: TABLE }
      const parts: Output[] = []
      for (let Segment = 0; Segment < TotalSegments; Segment++) {
        parts.push(
          ...(await allItems(engine, 'Scan', { ...input, Segment, TotalSegments, Limit: 2 }))
        )
      }
      t.same(texts(parts), texts(await allItems(engine, 'Scan', input)))
      await engine.close()
    }),
    { numRuns: 60 }
  )
})

function texts(items: Output[]): string[] {
  return items.map((item) => JSON.stringify(item)).sort()
}

/** A scan of the table and of each index, and queries of each partition, forward and backward. */
async function readsOf(engine: Engine): Promise<[string, object][]> {
  const table = await describeWhole(engine, TABLE)
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])]
  const reads: [string, object][] = []
  for (const each of [table, ...indexes]) {
    const { KeySchema } = each
    const source = {
      TableName: TABLE,
      ...('IndexName' in each ? { IndexName: each.IndexName } : {})
    }
    reads.push(['Scan', source])
    const hash = String(KeySchema[0]?.AttributeName)
    const items = await allItems(engine, 'Scan', source)
    const values = new Set(items.map((item) => JSON.stringify(item[hash])))
    for (const value of values) {
      const condition = {
        KeyConditionExpression: '#hash = :hash',
        ExpressionAttributeNames: { '#hash': hash },
        ExpressionAttributeValues: { ':hash': JSON.parse(value) as unknown }
      }
      for (const ScanIndexForward of [true, false]) {
        reads.push(['Query', { ...source, ...condition, ScanIndexForward }])
      }
    }
  }
  return reads
}
