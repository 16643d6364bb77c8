import fc from 'fast-check'
import t, { type Test } from 'tap'
import { openLevelStore } from '../../../src/engine/store/level-store.ts'
import { createMemoryStore } from '../../../src/engine/store/memory-store.ts'
import type { Range, Store, View } from '../../../src/engine/store/store.ts'

const stores: Record<string, (t: Test) => Promise<Store>> = {
  'the store in memory': async () => createMemoryStore(),
  'the store on LevelDB': (t) => openLevelStore(t.testdir())
}

const ALL = { from: '', to: '\u0100' }

async function read(view: View, range: Range): Promise<string[]> {
  const values: string[] = []
  const cursor = view.open(range)
  for (let some = await cursor.next(); some.length > 0; some = await cursor.next()) {
    values.push(...some)
  }
  cursor.close()
  return values
}

for (const [name, open] of Object.entries(stores)) {
  t.test(`${name} holds what a sorted map does`, async (t) => {
    const store = await open(t)
    t.teardown(() => store.close())
    const key = fc.stringMatching(/^[a-c\0\xff]{1,3}$/)
    const change = fc.record({ key, value: fc.option(fc.string(), { nil: undefined }) })
    const range = fc.record(
      { from: key, to: key, isReverse: fc.boolean(), limit: fc.integer({ min: 1, max: 9 }) },
      { requiredKeys: ['from', 'to'] }
    )
    const model = new Map<string, string>()
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 30 }), range, async (changes, range) => {
        await store.write(changes)
        for (const { key, value } of changes) {
          if (value === undefined) model.delete(key)
          else model.set(key, value)
        }
        for (const { key } of changes) t.equal(store.get(key), model.get(key))
        const inside = [...model].filter(([key]) => key >= range.from && key < range.to)
        inside.sort(([a], [b]) => (a < b ? -1 : 1))
        if (range.isReverse) inside.reverse()
        const expected = inside.slice(0, range.limit).map(([, value]) => value)
        t.same(await read(store, range), expected)
      }),
      { numRuns: 300 }
    )
  })

  t.test(
    `${name} shows a cursor and a snapshot what was there when they were opened`,
    async (t) => {
      const store = await open(t)
      t.teardown(() => store.close())
      const keys = Array.from({ length: 2_000 }, (_, i) => `k${String(i).padStart(4, '0')}`)
      await store.write(keys.map((key) => ({ key, value: key })))
      const snapshot = store.snapshot()
      const cursor = store.open({ ...ALL, limit: 3 })
      await store.write(keys.map((key, i) => ({ key, value: i % 2 ? undefined : 'new' })))
      await store.write([{ key: 'a', value: 'first' }])
      t.same(await cursor.next(), keys.slice(0, 3))
      t.equal(snapshot.get('k0001'), 'k0001')
      t.equal(snapshot.get('a'), undefined)
      t.same(await read(snapshot, ALL), keys)
      cursor.close()
      snapshot.close()
      t.equal((await read(store, ALL)).length, 1_001)
    }
  )

  t.test(`${name} clears a range and nothing else`, async (t) => {
    const store = await open(t)
    t.teardown(() => store.close())
    const keys = Array.from({ length: 1_000 }, (_, i) => `k${String(i).padStart(3, '0')}`)
    await store.write(keys.map((key) => ({ key, value: key })))
    await store.clear('k100', 'k900')
    t.same(await read(store, ALL), [...keys.slice(0, 100), ...keys.slice(900)])
  })
}
