import { invalidParameters, validationError } from '../errors.ts'
import type { AttributeDefinition, KeySchemaElement } from '../validation/requests.ts'
import { type AttributeValue, typeOf } from '../values/attribute-value.ts'
import type { KeyExpression, KeyTerm, SortOperator } from './key-expression.ts'

/** Which items a Query reads: one partition, and what holds for the sort key. */
export interface KeyCondition {
  partition: AttributeValue
  sort?: { operator: SortOperator; values: AttributeValue[] }
}

/**
 * Holds a key condition against the schema of the table or index. Throws AWS's errors where it does
 * not fit.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
 */
export function bindKeyExpression(
  terms: KeyExpression,
  keySchema: KeySchemaElement[],
  definitions: AttributeDefinition[]
): KeyCondition {
  const [hash, range] = keySchema
  if (hash === undefined) throw new TypeError('A key schema has a hash key.')
  const partition = terms.find(({ attribute }) => attribute === hash.AttributeName)
  if (terms.length > 1 && range === undefined) {
    throw validationError('Query key condition not supported')
  }
  if (partition === undefined) throw missing(hash)
  operatorOf(partition, definitions)
  const [partitionValue] = partition.values
  if (partition.operator !== '=' || partitionValue === undefined) {
    throw validationError('Query key condition not supported')
  }
  if (terms.length === 1 || range === undefined) return { partition: partitionValue }
  const sort = terms.find(({ attribute }) => attribute === range.AttributeName)
  if (sort === undefined) throw missing(range)
  const operator = operatorOf(sort, definitions)
  return { partition: partitionValue, sort: { operator, values: sort.values } }
}

function missing({ AttributeName }: KeySchemaElement): Error {
  return validationError(`Query condition missed key schema element: ${AttributeName}`)
}

/** A term's operator, once it is sure that the key can be found by it and has the values' type. */
function operatorOf(
  { attribute, operator, values }: KeyTerm,
  definitions: AttributeDefinition[]
): SortOperator {
  if (operator === undefined) {
    throw validationError('Attempted conditional constraint is not an indexable operation')
  }
  const type = definitions.find(({ AttributeName }) => AttributeName === attribute)?.AttributeType
  if (values.every((value) => typeOf(value) === type)) return operator
  throw invalidParameters('Condition parameter type does not match schema type')
}
