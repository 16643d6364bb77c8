import type { Engine } from '../../../src/engine/engine.ts'
import { type Step, scenarioOf } from '../../differential/generate/scenario.ts'
import { PREFIX } from '../../differential/generate/schema.ts'
import { attempt } from './caller.ts'

/** The table that the steps of a scenario are about. */
export const TABLE = 'scenario-1'

/** Random calls on one table, as a seed decides; the differential test makes them. */
export function randomSteps(seed: number, length: number): Step[] {
  const text = JSON.stringify(scenarioOf(seed, 0, length)).replaceAll(PREFIX, 'scenario-')
  return JSON.parse(text) as Step[]
}

export async function playSteps(engine: Engine, steps: readonly Step[]): Promise<void> {
  for (const { operation, input } of steps) await attempt(engine, operation, input)
}
