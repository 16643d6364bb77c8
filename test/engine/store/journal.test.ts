import t from 'tap'
import { createJournal } from '../../../src/engine/store/journal.ts'
import { createMemoryStore } from '../../../src/engine/store/memory-store.ts'
import type { Change, Store } from '../../../src/engine/store/store.ts'

/** A store whose writes wait until they are let through or refused. */
function createGatedStore() {
  const store = createMemoryStore()
  const writes: { changes: Change[]; pass(): void; refuse(error: Error): void }[] = []
  const gated: Store = {
    ...store,
    write: (changes) =>
      new Promise((resolve, reject) => {
        writes.push({ changes, pass: () => resolve(store.write(changes)), refuse: reject })
      })
  }
  return { gated, writes }
}

const turn = () => new Promise(setImmediate)
const noHooks = { complete: () => {}, failed: () => {} }

t.test('what comes while a batch is written goes into the next, all of it together', async (t) => {
  const { gated, writes } = createGatedStore()
  const journal = createJournal(gated, noHooks)
  const first = journal.commit([{ key: 'a', value: '1' }])
  await turn()
  const others = ['b', 'c', 'd'].map((key) => journal.commit([{ key, value: '2' }]))
  await turn()
  t.equal(writes.length, 1)
  writes[0]?.pass()
  await first
  await turn()
  t.same(
    writes[1]?.changes.map(({ key }) => key),
    ['b', 'c', 'd']
  )
  writes[1]?.pass()
  await Promise.all(others)
})

t.test('writers see what is under way, readers what is durable', async (t) => {
  const { gated, writes } = createGatedStore()
  const journal = createJournal(gated, noHooks)
  journal.commit([{ key: 'a', value: '1' }])
  await turn()
  journal.commit([{ key: 'a', value: undefined }])
  t.equal(journal.read('a'), undefined)
  t.equal(gated.get('a'), undefined)
  writes[0]?.pass()
  await turn()
  t.equal(journal.read('a'), undefined)
  t.equal(gated.get('a'), '1')
  const settled = journal.settled()
  writes[1]?.pass()
  await settled
  t.equal(gated.get('a'), undefined)
})

t.test('a batch that fails takes those with it that came after, and none is there', async (t) => {
  const { gated, writes } = createGatedStore()
  const failures: unknown[] = []
  const journal = createJournal(gated, { ...noHooks, failed: (error) => failures.push(error) })
  const first = journal.commit([{ key: 'a', value: '1' }])
  await turn()
  const second = journal.commit([{ key: 'b', value: '2' }])
  writes[0]?.refuse(new Error('full'))
  await t.rejects(first, { message: 'full' })
  await t.rejects(second, { message: 'full' })
  t.equal(failures.length, 1)
  t.equal(journal.read('a'), undefined)
  t.equal(journal.read('b'), undefined)
  const third = journal.commit([{ key: 'c', value: '3' }])
  await turn()
  writes[1]?.pass()
  await third
  t.equal(gated.get('c'), '3')
})
