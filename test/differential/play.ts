import { type Difference, differencesOf } from './difference.ts'
import type { Step } from './generate/scenario.ts'
import { explanationOf, type KnownDifference } from './known.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import type { Subject } from './subject.ts'

export interface Pair {
  ours: Subject
  local: Subject
}

export interface Played {
  calls: number
  /** What no known difference explains, of the last step that was played. */
  unexplained: Difference[]
  /** The rules that explain the others. */
  known: KnownDifference[]
}

let played = 0

/** Plays a scenario on both, up to its first unexplained difference, on tables of its own. */
export async function play({ ours, local }: Pair, steps: readonly Step[]): Promise<Played> {
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
        else result.unexplained.push(difference)
      }
      if (result.unexplained.length > 0 || isApart(step, mine, theirs)) return result
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

/** One of them has written and the other has not: what comes after has nothing in common. */
function isApart({ operation }: Step, ours: Outcome, local: Outcome): boolean {
  return !READS.test(operation) && 'failure' in ours !== 'failure' in local
}

async function deleteTables(subject: Subject, names: Set<string>, prefix: string): Promise<void> {
  for (const name of names) {
    const TableName = name.replaceAll('@@', prefix)
    await subject.call('DeleteTable', JSON.stringify({ TableName }))
  }
}
