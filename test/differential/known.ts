import type { Difference } from './difference.ts'
import { answers } from './known/answers.ts'
import { refusals } from './known/refusals.ts'
import type { KnownDifference } from './known/rule.ts'

/** Where the engine differs from DynamoDB Local, and is right. */
export const knownDifferences: readonly KnownDifference[] = [...refusals, ...answers]

export function explanationOf(difference: Difference): KnownDifference | undefined {
  return knownDifferences.find((known) => known.explains(difference))
}
