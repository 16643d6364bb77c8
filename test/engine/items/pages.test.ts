import t from 'tap'
import { createEngine } from '../../../src/engine/engine.ts'
import { createTableInput, make, refuse } from '../tables.ts'

interface Page {
  Items?: { id: { S: string } }[]
  Count: number
  ScannedCount: number
  LastEvaluatedKey?: object
}

async function open(count: number, text = '') {
  const engine = await createEngine()
  await make(engine, 'CreateTable', createTableInput('things', 'id:S'))
  for (let i = 0; i < count; i++) {
    const Item = { id: { S: `${i}` }, text: { S: text } }
    await make(engine, 'PutItem', { TableName: 'things', Item })
  }
  const scan = (others: object = {}) =>
    make<Page>(engine, 'Scan', { TableName: 'things', ...others })
  return { engine, scan }
}

/** All items of a scan in pages. */
async function readAll(scan: (others: object) => Promise<Page>, others: object = {}) {
  const ids: string[] = []
  let start: object = {}
  for (;;) {
    const page = await scan({ ...others, ...start })
    ids.push(...(page.Items ?? []).map(({ id }) => id.S))
    if (!page.LastEvaluatedKey) return ids
    start = { ExclusiveStartKey: page.LastEvaluatedKey }
  }
}

t.test('a page ends with the item that fills 1 MB', async (t) => {
  const { scan } = await open(30, 'x'.repeat(60_000))
  const first = await scan()
  t.equal(first.Count, 18)
  t.ok(first.LastEvaluatedKey)
  const rest = await scan({ ExclusiveStartKey: first.LastEvaluatedKey })
  t.equal(rest.Count, 12)
  t.equal(rest.LastEvaluatedKey, undefined)
})

t.test('segments have all items between them, each once, in a stable order', async (t) => {
  const { scan } = await open(500)
  const whole = await readAll(scan)
  for (const TotalSegments of [1, 3, 7]) {
    const parts: string[] = []
    for (let Segment = 0; Segment < TotalSegments; Segment++) {
      parts.push(...(await readAll(scan, { Segment, TotalSegments, Limit: 30 })))
    }
    t.same(parts, whole)
  }
  t.equal(new Set(whole).size, 500)
  t.not(whole.join(), [...whole].sort().join())
})

t.test('a filter works after Limit', async (t) => {
  const { scan } = await open(10)
  const page = await scan({
    Limit: 6,
    FilterExpression: 'contains(#t, :x)',
    ExpressionAttributeNames: { '#t': 'text' },
    ExpressionAttributeValues: { ':x': { S: 'x' } }
  })
  t.match(page, { Items: [], Count: 0, ScannedCount: 6, LastEvaluatedKey: {} })
})

t.test('Select COUNT has no items', async (t) => {
  const { scan } = await open(3)
  t.same(await scan({ Select: 'COUNT' }), { Count: 3, ScannedCount: 3 })
})

t.test('start keys that do not fit are refused', async (t) => {
  const { engine } = await open(1)
  const scan = (others: object) => refuse(engine, 'Scan', { TableName: 'things', ...others })
  t.match(await scan({ ExclusiveStartKey: { id: { N: '1' } } }), {
    message:
      'The provided starting key is invalid: The provided key element does not match the schema'
  })
  const key = { id: { S: '0' } }
  const answers = await Promise.all(
    [0, 1].map((Segment) =>
      engine.call('Scan', {
        TableName: 'things',
        Segment,
        TotalSegments: 2,
        ExclusiveStartKey: key
      })
    )
  )
  t.same(answers.map(({ status }) => status).sort(), [200, 400])
  t.match(
    answers.find(({ status }) => status === 400)?.body,
    /Please use ExclusiveStartKey with correct Segment\. TotalSegments: 2 Segment: /
  )
})
