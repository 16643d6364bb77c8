import { invalidParameters, validationError } from '../errors.ts'
import type { Comparator, Condition, Operand } from '../expressions/condition.ts'
import { type AttributeType, type AttributeValue, typeOf } from '../values/attribute-value.ts'
import { compareValues } from '../values/compare.ts'

export type ComparisonOperator =
  | 'EQ'
  | 'NE'
  | 'LE'
  | 'LT'
  | 'GE'
  | 'GT'
  | 'NULL'
  | 'NOT_NULL'
  | 'CONTAINS'
  | 'NOT_CONTAINS'
  | 'BEGINS_WITH'
  | 'IN'
  | 'BETWEEN'

interface Rule {
  counts: (count: number) => boolean
  types?: AttributeType[]
}

const one = (count: number): boolean => count === 1
const none = (count: number): boolean => count === 0
const ORDERED: AttributeType[] = ['S', 'N', 'B']
const CONTAINED: AttributeType[] = ['S', 'N', 'B', 'BOOL', 'NULL']

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Condition.html
const RULES: Record<ComparisonOperator, Rule> = {
  EQ: { counts: one },
  NE: { counts: one },
  LE: { counts: one, types: ORDERED },
  LT: { counts: one, types: ORDERED },
  GE: { counts: one, types: ORDERED },
  GT: { counts: one, types: ORDERED },
  NULL: { counts: none },
  NOT_NULL: { counts: none },
  CONTAINS: { counts: one, types: CONTAINED },
  NOT_CONTAINS: { counts: one, types: CONTAINED },
  BEGINS_WITH: { counts: one, types: ['S', 'B'] },
  IN: { counts: (count) => count > 0, types: ORDERED },
  BETWEEN: { counts: (count) => count === 2, types: ORDERED }
}

const COMPARATORS = new Map<ComparisonOperator, Comparator>([
  ['EQ', '='],
  ['NE', '<>'],
  ['LE', '<='],
  ['LT', '<'],
  ['GE', '>='],
  ['GT', '>']
])

/**
 * Checks the number and the types of the values that a legacy comparison takes. Throws AWS's
 * errors.
 */
export function checkComparison(operator: ComparisonOperator, values: AttributeValue[]): void {
  const { counts, types } = RULES[operator]
  if (!counts(values.length)) {
    throw invalidParameters(`Invalid number of argument(s) for the ${operator} ComparisonOperator`)
  }
  const [first, second] = values
  if (first === undefined) return
  for (const type of values.map(typeOf)) {
    if (types && !types.includes(type)) {
      throw invalidParameters(
        `ComparisonOperator ${operator} is not valid for ${type} AttributeValue type`
      )
    }
    if (type !== typeOf(first)) {
      throw invalidParameters('AttributeValues inside AttributeValueList must be of same type')
    }
  }
  if (operator === 'BETWEEN' && second !== undefined && compareValues(first, second) > 0) {
    throw validationError(
      'The BETWEEN condition was provided a range where the lower bound is greater than the upper bound'
    )
  }
}

/** The condition that a checked legacy comparison of an attribute means. */
export function toCondition(
  attribute: string,
  operator: ComparisonOperator,
  values: AttributeValue[]
): Condition {
  const operand: Operand = { kind: 'path', path: [attribute] }
  const operands = values.map((value): Operand => ({ kind: 'value', value }))
  const [first, second] = operands
  if (operator === 'NULL') return { kind: 'attribute_not_exists', path: [attribute] }
  const exists: Condition = { kind: 'attribute_exists', path: [attribute] }
  if (operator === 'NOT_NULL' || first === undefined) return exists
  const comparator = COMPARATORS.get(operator)
  if (comparator !== undefined) return { kind: 'compare', comparator, left: operand, right: first }
  switch (operator) {
    case 'BEGINS_WITH':
      return { kind: 'begins_with', operand, argument: first }
    case 'IN':
      return { kind: 'in', operand, candidates: operands }
    case 'BETWEEN':
      return { kind: 'between', operand, lower: first, upper: second ?? first }
    default: {
      const contains: Condition = { kind: 'contains', operand, argument: first }
      // What is missing neither contains a value nor lacks it.
      return operator === 'CONTAINS'
        ? contains
        : { kind: 'and', conditions: [exists, { kind: 'not', condition: contains }] }
    }
  }
}
