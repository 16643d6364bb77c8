import type { Difference } from './difference.ts'
import type { Step } from './generate/scenario.ts'

/** A difference from DynamoDB Local that is right, by AWS's own documentation. */
export interface KnownDifference {
  /** What AWS does, in a sentence. */
  rule: string
  /** Where AWS says so. */
  source: string
  explains(difference: Difference): boolean
  /** Steps of which the last shows it. */
  example: readonly Step[]
}

export const knownDifferences: readonly KnownDifference[] = []

export function explanationOf(difference: Difference): KnownDifference | undefined {
  return knownDifferences.find((known) => known.explains(difference))
}
