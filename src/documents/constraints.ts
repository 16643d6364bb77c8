import type { Schema } from './schema.ts'

// The lengths, ranges and patterns that AWS documents for the parameters. The OpenAPI description
// shows them; DynamoDB checks them, and refuses in its own words.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html

const AttributeName = { minLength: 1, maxLength: 65_535 }
/** The name of a table or an index. */
const ResourceName = { minLength: 3, maxLength: 255, pattern: '^[a-zA-Z0-9_.-]+$' }
/** An expression has at most 4 KB. */
const Expression = { minLength: 1, maxLength: 4_096 }
const MAX_INT32 = 2 ** 31 - 1

const ByAttribute = { propertyNames: AttributeName }
const Item = { minProperties: 1, ...ByAttribute }
const Key = { ...Item, maxProperties: 2 }

/**
 * Limits an object whose members are placeholders: the mark, then letters, digits and underscores.
 */
function byPlaceholder(mark: string): Schema {
  return {
    minProperties: 1,
    propertyNames: { maxLength: 255, pattern: `^${mark}[a-zA-Z0-9_]+$` }
  }
}

/** The length of a table's name or its ARN. */
export const tableNameLength = { minLength: 1, maxLength: 1_024 }

/** Keywords of JSON Schema for each parameter, by its name as in parameters.ts. */
export const constraints: Readonly<Record<string, Schema>> = {
  Item,
  Key,
  // An index has a key of its own beside the table's.
  ExclusiveStartKey: { ...Item, maxProperties: 4 },
  ConditionExpression: Expression,
  KeyConditionExpression: Expression,
  FilterExpression: Expression,
  ProjectionExpression: Expression,
  UpdateExpression: Expression,
  ExpressionAttributeNames: { ...byPlaceholder('#'), additionalProperties: AttributeName },
  ExpressionAttributeValues: byPlaceholder(':'),
  Limit: { minimum: 1, maximum: MAX_INT32 },
  IndexName: ResourceName,
  Segment: { minimum: 0, maximum: 999_999 },
  TotalSegments: { minimum: 1, maximum: 1_000_000 },
  AttributesToGet: { minItems: 1, items: AttributeName },
  Expected: ByAttribute,
  AttributeUpdates: ByAttribute,
  KeyConditions: Key,
  QueryFilter: ByAttribute,
  ScanFilter: ByAttribute,
  Keys: { items: Key },
  'BatchWriteItem.Put': { maxItems: 25, items: Item },
  'BatchWriteItem.Delete': { maxItems: 25, items: Key },
  TableName: tableNameLength,
  ClientRequestToken: { minLength: 1, maxLength: 36 },
  'ListTables.Limit': { minimum: 1, maximum: 100 }
}
