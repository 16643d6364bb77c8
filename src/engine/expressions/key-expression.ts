import type { AttributeValue } from '../values/attribute-value.ts'

export type SortOperator = '=' | '<' | '<=' | '>' | '>=' | 'BETWEEN' | 'begins_with'

/** What a key condition says of one attribute. */
export interface KeyTerm {
  attribute: string
  /** Undefined for a legacy operator that no index can find by. */
  operator: SortOperator | undefined
  values: AttributeValue[]
}

/** A key condition that is not yet held against a key schema: one term for each attribute. */
export type KeyExpression = readonly KeyTerm[]
