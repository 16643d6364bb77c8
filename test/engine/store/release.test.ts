import t from 'tap'
import { createEngine } from '../../../src/engine/engine.ts'
import { openFolder } from '../../../src/engine/store/folder.ts'
import { createTableInput, make } from '../tables.ts'

const ITEMS = 80
const TEXT = 'x'.repeat(390_000)

t.test('what long scans made resident is let go, and nobody notices', async (t) => {
  const folder = await openFolder(t.testdir())
  let releases = 0
  const store = {
    ...folder,
    release: async () => {
      await folder.release()
      releases++
    }
  }
  const engine = await createEngine({ store, onFailure: (error) => t.fail(String(error)) })
  await make(engine, 'CreateTable', createTableInput('things', 'id:S'))
  const put = (id: string, text: string) =>
    make(engine, 'PutItem', { TableName: 'things', Item: { id: { S: id }, text: { S: text } } })
  for (let i = 0; i < ITEMS; i++) await put(`${i}`, TEXT)

  let isDone = false
  async function writeBeside(): Promise<number> {
    for (let i = 0; ; i++) {
      await put('beside', `${i}`)
      if (isDone) return i
    }
  }
  const beside = writeBeside()
  let count = 0
  let start: object = {}
  do {
    const page = await make<{ Count: number; LastEvaluatedKey?: object }>(engine, 'Scan', {
      TableName: 'things',
      ...start
    })
    count += page.Count
    start = page.LastEvaluatedKey ? { ExclusiveStartKey: page.LastEvaluatedKey } : {}
  } while ('ExclusiveStartKey' in start)
  isDone = true
  const written = await beside
  t.ok(count >= ITEMS && count <= ITEMS + 1)
  t.ok(releases > 0)
  const { Item } = await make<{ Item: object }>(engine, 'GetItem', {
    TableName: 'things',
    Key: { id: { S: 'beside' } }
  })
  t.same(Item, { id: { S: 'beside' }, text: { S: `${written}` } })
  await engine.close()
})
