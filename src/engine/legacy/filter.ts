import { validationError } from '../errors.ts'
import type { Condition } from '../expressions/condition.ts'
import type { AttributeValue } from '../values/attribute-value.ts'
import { readAttributeValue } from '../values/read-value.ts'
import { type ComparisonOperator, checkComparison, toCondition } from './comparisons.ts'
import { type ConditionalOperator, join } from './conditional-operator.ts'

/** A Condition of ScanFilter, QueryFilter or KeyConditions, of right JSON types. */
export interface RawComparison {
  ComparisonOperator: ComparisonOperator
  AttributeValueList?: unknown[]
}

/** What a checked Condition of an attribute says. */
export interface Comparison {
  attribute: string
  operator: ComparisonOperator
  values: AttributeValue[]
}

/** Reads the Conditions of ScanFilter, QueryFilter or KeyConditions. Throws AWS's errors. */
export function readComparisons(raw: Record<string, RawComparison | null>): Comparison[] {
  return Object.keys(raw).map((attribute) => {
    const comparison = raw[attribute]
    if (comparison === null || comparison === undefined) {
      throw validationError(`The filter condition for an attribute cannot be null: ${attribute}`)
    }
    const { ComparisonOperator: operator, AttributeValueList = [] } = comparison
    if (attribute === '') throw validationError('Empty attribute name')
    const values = AttributeValueList.map(readAttributeValue)
    checkComparison(operator, values)
    return { attribute, operator, values }
  })
}

/**
 * The condition that ScanFilter or QueryFilter means; undefined where there is none.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.ScanFilter.html
 */
export function toFilter(
  raw: Record<string, RawComparison | null> | undefined,
  operator: ConditionalOperator | undefined
): Condition | undefined {
  const comparisons = readComparisons(raw ?? {})
  return join(
    comparisons.map((one) => toCondition(one.attribute, one.operator, one.values)),
    operator
  )
}
