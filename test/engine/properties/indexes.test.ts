import fc from 'fast-check'
import t from 'tap'
import { createEngine } from '../../../src/engine/engine.ts'
import { indexContents } from './index-contents.ts'
import { playSteps, randomSteps, TABLE } from './scenario.ts'

t.test('an index is what its table says, whatever was called', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const engine = await createEngine({})
      await playSteps(engine, randomSteps(seed, 40))
      for (const { name, found, expected } of await indexContents(engine, TABLE)) {
        t.same(found, expected, name)
      }
      await engine.close()
    }),
    { numRuns: 100 }
  )
})
