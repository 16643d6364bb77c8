import { type Difference, differencesOf } from './difference.ts'
import type { Step } from './generate/scenario.ts'
import type { KnownDifference } from './known/rule.ts'
import { explanationOf } from './known.ts'
import { outcomeOf } from './outcome.ts'
import type { Subject } from './subject.ts'

export interface Pair {
  ours: Subject
  local: Subject
}

export interface Finding {
  difference: Difference
  /** The scenario up to there. */
  steps: readonly Step[]
}

export interface Played {
  calls: number
  /** What no known difference explains. */
  unexplained: Finding[]
  /** The rules that explain the others. */
  known: KnownDifference[]
}

let played = 0

/**
 * Plays a scenario on both engines, with tables of its own, up to the first unexplained difference.
 * With `toTheEnd` it goes on, unless the two hold different data by then.
 */
export async function play(
  { ours, local }: Pair,
  steps: readonly Step[],
  toTheEnd = false
): Promise<Played> {
  const run = `${process.pid}-${played++}`
  const prefixes = [`ours-${run}-`, `local-${run}-`] as const
  const result: Played = { calls: 0, unexplained: [], known: [] }
  const created = new Set<string>()
  try {
    for (const step of steps) {
      if (step.operation === 'CreateTable') created.add(String(step.input.TableName))
      const [mine, theirs] = await Promise.all([
        outcomeOf(ours, step, prefixes[0]),
        outcomeOf(local, step, prefixes[1])
      ])
      result.calls++
      const differences = differencesOf(step, mine, theirs)
      for (const difference of differences) {
        const explanation = explanationOf(difference)
        if (explanation) result.known.push(explanation)
        else result.unexplained.push({ difference, steps: steps.slice(0, result.calls) })
      }
      if (result.unexplained.length > 0 && !toTheEnd) return result
      if (isApart(step, differences)) return result
    }
    return result
  } finally {
    await Promise.all([
      deleteTables(ours, created, prefixes[0]),
      deleteTables(local, created, prefixes[1])
    ])
  }
}

const READS = /^(Get|BatchGet|TransactGet|Query|Scan|Describe|List)/

/** Says whether a write ended differently, so that nothing after it can be compared. */
function isApart({ operation, input }: Step, differences: Difference[]): boolean {
  // DynamoDB Local makes an index in its own time, and refuses much until then.
  if (operation === 'UpdateTable' && 'GlobalSecondaryIndexUpdates' in input) return true
  const isOfState = ({ path }: Difference) => path === 'outcome' || /^pages\.[1-9]/.test(path)
  return !READS.test(operation) && differences.some(isOfState)
}

async function deleteTables(subject: Subject, names: Set<string>, prefix: string): Promise<void> {
  for (const name of names) {
    const TableName = name.replaceAll('@@', prefix)
    await subject.call('DeleteTable', JSON.stringify({ TableName }))
  }
}
