import { createEngine } from '../../src/engine/engine.ts'
import type { Subject } from './subject.ts'

/** The engine of this repository, in memory. */
export async function createOwnEngine(): Promise<Subject> {
  const engine = await createEngine({})

  return {
    async call(operation, input) {
      const { status, body } = await engine.call(operation, input)
      return { status, body: String(body) }
    },
    close: () => engine.close()
  }
}
