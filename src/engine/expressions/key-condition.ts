import type { AttributeDefinition, KeySchemaElement } from '../validation/requests.ts'
import type { AttributeValue } from '../values/attribute-value.ts'

export type SortOperator = '=' | '<' | '<=' | '>' | '>=' | 'BETWEEN' | 'begins_with'

/** One attribute's part of a KeyConditionExpression or of KeyConditions. */
export interface KeyTerm {
  attribute: string
  operator: SortOperator
  values: AttributeValue[]
}

/** A key condition that is not yet held against a key schema. */
export interface KeyExpression {
  terms: KeyTerm[]
}

/** Which items a Query reads: one partition, and what holds for the sort key. */
export interface KeyCondition {
  partition: AttributeValue
  sort?: { operator: SortOperator; values: AttributeValue[] }
}

/** Holds a key condition against the schema of the table or index. Throws AWS's errors where it does not fit. */
export function bindKeyExpression(
  _expression: KeyExpression,
  _keySchema: KeySchemaElement[],
  _definitions: AttributeDefinition[]
): KeyCondition {
  throw new Error('to be written')
}
