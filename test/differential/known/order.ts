import { type Difference, failureOf } from '../difference.ts'

/**
 * What a refusal is about, in the order in which AWS checks: the table's name, the request's
 * members one against another, its expressions, its values, the table's keys, and the item that is
 * there.
 */
const PHASES: readonly RegExp[] = [
  /Invalid table\/index name/,
  /Can not use both|can only be specified when|ConditionalOperator|Either the KeyConditions|ReturnValues can only/i,
  /^Invalid \w+Expression: |unused in expressions|must not be empty|contains invalid (key|value)/,
  /Cannot specify the|can be used only when|Select type|Must specify the|Consistent read/,
  /ComparisonOperator|BETWEEN condition|AttributeValueList|Comparison type|Exists|action|two attributes with the same name|Duplicate value/,
  /AttributeValue|numeric value|converted into a number|significant digits|precision up to|Number (over|under)flow|Nesting Levels|Item size|[Aa]ttribute name|may not be empty|should not be empty|Input collection|datatypes|attribute value types?/,
  /KeyConditionExpression|Query (key )?condition|Condition parameter type|can only contain non-primary key/,
  /key element|conditions on the keys|Type mismatch|required keys|Missing the key|[Kk]ey values|key attribute|hashkey|range keys|part of the key|to put in PutItem|secondary index key/,
  /starting key|Exclusive Start Key|at most one row/,
  /Key attributes must be scalars|does not project|specified index/,
  /document path provided|does not exist in the item|incorrect data type|conditional request failed|Transaction cancelled/
]

/** Whether both refuse for reasons that are looked at one after the other. */
export function isOfTwoPhases({ path, ours, local }: Difference): boolean {
  if (path !== 'failure') return false
  const [mine, theirs] = [ours, local].map(phaseOf)
  return mine !== -1 && theirs !== -1 && mine !== theirs
}

function phaseOf(outcome: unknown): number {
  const { message = '' } = failureOf(outcome) ?? {}
  return PHASES.findIndex((phase) => phase.test(message))
}
