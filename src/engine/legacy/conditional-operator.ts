import { validationError } from '../errors.ts'
import type { Condition } from '../expressions/condition.ts'

export type ConditionalOperator = 'AND' | 'OR'

/**
 * Joins the conditions of Expected or of a filter; undefined where there are none. Throws AWS's
 * errors of an operator that has nothing to join.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.ConditionalOperator.html
 */
export function join(
  conditions: Condition[],
  operator: ConditionalOperator | undefined
): Condition | undefined {
  const [first] = conditions
  if (operator !== undefined && first === undefined) {
    throw validationError('ConditionalOperator cannot be used without Filter or Expected')
  }
  if (operator !== undefined && conditions.length === 1) {
    throw validationError(
      'ConditionalOperator can only be used when Filter or Expected has two or more elements'
    )
  }
  if (conditions.length < 2) return first
  return { kind: operator === 'OR' ? 'or' : 'and', conditions }
}
