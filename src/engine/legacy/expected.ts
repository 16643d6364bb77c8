import { invalidParameters, validationError } from '../errors.ts'
import type { Condition } from '../expressions/condition.ts'
import { readAttributeValue } from '../values/read-value.ts'
import { type ComparisonOperator, checkComparison, toCondition } from './comparisons.ts'
import { type ConditionalOperator, join } from './conditional-operator.ts'

/** An ExpectedAttributeValue, of right JSON types. */
export interface RawExpectation {
  AttributeValueList?: unknown[]
  ComparisonOperator?: ComparisonOperator
  Exists?: boolean
  Value?: unknown
}

/**
 * The condition that Expected means; undefined where there is none. Throws AWS's errors.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.Expected.html
 */
export function toExpected(
  raw: Record<string, RawExpectation | null> | undefined,
  operator: ConditionalOperator | undefined
): Condition | undefined {
  const expected = raw ?? {}
  const conditions = Object.keys(expected).map((attribute) =>
    readExpectation(attribute, expected[attribute])
  )
  return join(conditions, operator)
}

function readExpectation(attribute: string, raw: RawExpectation | null | undefined): Condition {
  if (attribute === '') throw validationError('Empty attribute name')
  if (raw === null || raw === undefined) {
    throw wrong('ExpectedAttributeValue must not be null', attribute)
  }
  const { AttributeValueList, ComparisonOperator, Exists, Value } = raw
  if (AttributeValueList !== undefined && Value !== undefined) {
    throw wrong('Value and AttributeValueList cannot be used together', attribute)
  }
  if (ComparisonOperator !== undefined) return readComparison(attribute, raw, ComparisonOperator)
  if (AttributeValueList !== undefined) {
    throw wrong('AttributeValueList can only be used with a ComparisonOperator', attribute)
  }
  if (Exists === false) {
    if (Value !== undefined) throw wrong('Value cannot be used when Exists is false', attribute)
    return toCondition(attribute, 'NULL', [])
  }
  if (Value === undefined) {
    throw wrong(`Value must be provided when Exists is ${Exists ?? 'null'}`, attribute)
  }
  return toCondition(attribute, 'EQ', [readAttributeValue(Value)])
}

function readComparison(
  attribute: string,
  { AttributeValueList, Exists, Value }: RawExpectation,
  operator: ComparisonOperator
): Condition {
  if (Exists !== undefined) {
    throw wrong('Exists and ComparisonOperator cannot be used together', attribute)
  }
  const raw = AttributeValueList ?? (Value === undefined ? undefined : [Value])
  if (raw === undefined && operator !== 'NULL' && operator !== 'NOT_NULL') {
    throw wrong(
      `Value or AttributeValueList must be used with ComparisonOperator: ${operator}`,
      attribute
    )
  }
  const values = (raw ?? []).map(readAttributeValue)
  checkComparison(operator, values)
  return toCondition(attribute, operator, values)
}

function wrong(fault: string, attribute: string): Error {
  return invalidParameters(`${fault} for Attribute: ${attribute}`)
}
