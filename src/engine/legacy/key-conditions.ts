import { validationError } from '../errors.ts'
import type { KeyExpression, SortOperator } from '../expressions/key-expression.ts'
import type { ComparisonOperator } from './comparisons.ts'
import { type RawComparison, readComparisons } from './filter.ts'

const OPERATORS = new Map<ComparisonOperator, SortOperator>([
  ['EQ', '='],
  ['LE', '<='],
  ['LT', '<'],
  ['GE', '>='],
  ['GT', '>'],
  ['BEGINS_WITH', 'begins_with'],
  ['BETWEEN', 'BETWEEN']
])

/**
 * The key condition that KeyConditions means. Throws AWS's errors.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.KeyConditions.html
 */
export function toKeyExpression(raw: Record<string, RawComparison | null>): KeyExpression {
  const comparisons = readComparisons(raw)
  if (comparisons.length < 1 || comparisons.length > 2) {
    throw validationError('Conditions can be of length 1 or 2 only')
  }
  return comparisons.map(({ attribute, operator, values }) => ({
    attribute,
    operator: OPERATORS.get(operator),
    values
  }))
}
