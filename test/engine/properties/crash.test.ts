import t from 'tap'
import { createEngine, type Engine } from '../../../src/engine/engine.ts'
import { createMemoryStore } from '../../../src/engine/store/memory-store.ts'
import type { Store } from '../../../src/engine/store/store.ts'
import { allItems, call, textOf } from './caller.ts'
import { indexContents } from './index-contents.ts'
import { randomSteps, TABLE } from './scenario.ts'

const SEEDS = 12
const STEPS = 25

/** Whether the write that fails has reached the disk: a process can die before and after. */
type Moment = 'before' | 'after'

for (const moment of ['before', 'after'] as const) {
  t.test(
    `a crash ${moment} any write of the store loses nothing and leaves nothing half`,
    async (t) => {
      for (let seed = 0; seed < SEEDS; seed++) {
        const steps = randomSteps(seed, STEPS)
        for (let crashAt = 0; ; crashAt++) {
          const store = createMemoryStore()
          const failing = failAt(store, crashAt, moment)
          const engine = await createEngine({ store: failing.store })
          let acknowledged = 0
          for (const { operation, input } of steps) {
            const { status } = await engine.call(operation, JSON.stringify(input))
            if (failing.hasFailed()) break
            t.ok(status === 200 || status === 400, `${operation} answered ${status}`)
            acknowledged++
          }
          if (!failing.hasFailed()) break
          // What was acknowledged is there, and of the call that failed all or nothing.
          const found = await stateOf(await createEngine({ store }))
          const without = await stateAfter(steps.slice(0, acknowledged))
          const withIt = await stateAfter(steps.slice(0, acknowledged + 1))
          t.ok(found === without || found === withIt, `seed ${seed}, write ${crashAt}`)
        }
      }
    }
  )
}

function failAt(store: Store, crashAt: number, moment: Moment) {
  let writes = 0
  let failed = false
  const failing: Store = {
    ...store,
    async write(changes) {
      if (failed) throw new Error('the disk is gone')
      failed = writes++ === crashAt
      if (!failed || moment === 'after') await store.write(changes)
      if (failed) throw new Error('the disk is gone')
    }
  }
  return { store: failing, hasFailed: () => failed }
}

async function stateAfter(steps: ReturnType<typeof randomSteps>): Promise<string> {
  const engine = await createEngine({})
  for (const { operation, input } of steps) await engine.call(operation, JSON.stringify(input))
  return stateOf(engine)
}

/** All that can be read of the tables; fails if an index is not what its table says. */
async function stateOf(engine: Engine): Promise<string> {
  const { TableNames } = await call(engine, 'ListTables', {})
  const names = TableNames as string[]
  const items = names.includes(TABLE) ? await allItems(engine, 'Scan', { TableName: TABLE }) : []
  const contents = names.includes(TABLE) ? await indexContents(engine, TABLE) : []
  for (const { name, found, expected } of contents) t.same(found, expected, name)
  await engine.close()
  return textOf([names, items.map(textOf).sort(), contents])
}
