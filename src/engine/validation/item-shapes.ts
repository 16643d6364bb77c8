import {
  ATTRIBUTE_VALUE,
  boolean,
  integer,
  item,
  list,
  type Members,
  map,
  oneOf,
  REQUIRED,
  string,
  structure
} from './shapes.ts'
import { TABLE_NAME_PATTERN } from './table-name.ts'

// The members stand in the order in which DynamoDB reports their faults, as far as that is known.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html

const TABLE_NAME = string(REQUIRED)
const INDEX_NAME = string({ pattern: TABLE_NAME_PATTERN, minLength: 3, maxLength: 255 })
const CAPACITY = oneOf('INDEXES TOTAL NONE')
const METRICS = oneOf('SIZE NONE')
const RETURN_VALUES = oneOf('ALL_NEW UPDATED_OLD ALL_OLD NONE UPDATED_NEW')
const FAILURE_VALUES = oneOf('ALL_OLD NONE')
const CONDITIONAL_OPERATOR = oneOf('OR AND')
const COMPARISON_OPERATOR =
  'IN NULL BETWEEN LT NOT_CONTAINS EQ GT NOT_NULL NE LE BEGINS_WITH GE CONTAINS'
const SELECT = oneOf('SPECIFIC_ATTRIBUTES COUNT ALL_ATTRIBUTES ALL_PROJECTED_ATTRIBUTES')
const KEY = item(REQUIRED)
const NAMES = map(string(), 'java.lang.String')
const VALUES = item()
const ATTRIBUTES_TO_GET = list(string(), { minLength: 1, maxLength: 255 })

const EXPECTED = map(
  structure('ExpectedAttributeValue', {
    AttributeValueList: list(ATTRIBUTE_VALUE),
    ComparisonOperator: oneOf(COMPARISON_OPERATOR),
    Exists: boolean(),
    Value: ATTRIBUTE_VALUE
  }),
  'ExpectedAttributeValue'
)

const CONDITIONS = map(
  structure('Condition', {
    AttributeValueList: list(ATTRIBUTE_VALUE),
    ComparisonOperator: oneOf(COMPARISON_OPERATOR, REQUIRED)
  }),
  'Condition'
)

const CONDITIONAL: Members = {
  ConditionalOperator: CONDITIONAL_OPERATOR,
  Expected: EXPECTED,
  ConditionExpression: string(),
  ExpressionAttributeValues: VALUES,
  ExpressionAttributeNames: NAMES
}

export const GET_ITEM: Members = {
  ReturnConsumedCapacity: CAPACITY,
  AttributesToGet: ATTRIBUTES_TO_GET,
  TableName: TABLE_NAME,
  Key: KEY,
  ConsistentRead: boolean(),
  ProjectionExpression: string(),
  ExpressionAttributeNames: NAMES
}

export const PUT_ITEM: Members = {
  ReturnConsumedCapacity: CAPACITY,
  TableName: TABLE_NAME,
  Item: item(REQUIRED),
  ReturnValues: RETURN_VALUES,
  ReturnItemCollectionMetrics: METRICS,
  ReturnValuesOnConditionCheckFailure: FAILURE_VALUES,
  ...CONDITIONAL
}

export const DELETE_ITEM: Members = {
  ReturnConsumedCapacity: CAPACITY,
  TableName: TABLE_NAME,
  ReturnValues: RETURN_VALUES,
  ReturnItemCollectionMetrics: METRICS,
  ReturnValuesOnConditionCheckFailure: FAILURE_VALUES,
  Key: KEY,
  ...CONDITIONAL
}

export const UPDATE_ITEM: Members = {
  ReturnConsumedCapacity: CAPACITY,
  TableName: TABLE_NAME,
  ReturnItemCollectionMetrics: METRICS,
  ReturnValues: RETURN_VALUES,
  ReturnValuesOnConditionCheckFailure: FAILURE_VALUES,
  Key: KEY,
  AttributeUpdates: map(
    structure('AttributeValueUpdate', {
      Action: oneOf('ADD DELETE PUT'),
      Value: ATTRIBUTE_VALUE
    }),
    'AttributeValueUpdate'
  ),
  UpdateExpression: string(),
  ...CONDITIONAL
}

export const QUERY: Members = {
  Select: SELECT,
  IndexName: INDEX_NAME,
  ReturnConsumedCapacity: CAPACITY,
  QueryFilter: CONDITIONS,
  TableName: TABLE_NAME,
  ConditionalOperator: CONDITIONAL_OPERATOR,
  AttributesToGet: ATTRIBUTES_TO_GET,
  // A Limit below 1 has words of its own: `readQuery`.
  Limit: integer(),
  KeyConditions: CONDITIONS,
  ExclusiveStartKey: item(),
  ConsistentRead: boolean(),
  ScanIndexForward: boolean(),
  KeyConditionExpression: string(),
  FilterExpression: string(),
  ProjectionExpression: string(),
  ExpressionAttributeValues: VALUES,
  ExpressionAttributeNames: NAMES
}

export const SCAN: Members = {
  Select: SELECT,
  IndexName: INDEX_NAME,
  TotalSegments: integer({ min: 1, max: 1_000_000 }),
  ReturnConsumedCapacity: CAPACITY,
  TableName: TABLE_NAME,
  ConditionalOperator: CONDITIONAL_OPERATOR,
  ScanFilter: CONDITIONS,
  Segment: integer({ min: 0, max: 999_999 }),
  Limit: integer({ min: 1 }),
  AttributesToGet: ATTRIBUTES_TO_GET,
  ExclusiveStartKey: item(),
  ConsistentRead: boolean(),
  FilterExpression: string(),
  ProjectionExpression: string(),
  ExpressionAttributeValues: VALUES,
  ExpressionAttributeNames: NAMES
}

const REQUESTED = { minLength: 1, maxLength: 1024, pattern: '[a-zA-Z0-9_.:/-]+' }

export const BATCH_GET_ITEM: Members = {
  ReturnConsumedCapacity: CAPACITY,
  RequestItems: map(
    structure('KeysAndAttributes', {
      Keys: list(item(), { isRequired: true, minLength: 1 }),
      AttributesToGet: ATTRIBUTES_TO_GET,
      ConsistentRead: boolean(),
      ProjectionExpression: string(),
      ExpressionAttributeNames: NAMES
    }),
    'KeysAndAttributes',
    { isRequired: true, keys: REQUESTED }
  )
}

export const BATCH_WRITE_ITEM: Members = {
  ReturnConsumedCapacity: CAPACITY,
  ReturnItemCollectionMetrics: METRICS,
  RequestItems: map(
    list(
      structure('WriteRequest', {
        DeleteRequest: structure('DeleteRequest', { Key: KEY }),
        PutRequest: structure('PutRequest', { Item: item(REQUIRED) })
      })
    ),
    'java.util.List<com.amazonaws.dynamodb.v20120810.WriteRequest>',
    { isRequired: true, keys: REQUESTED, entries: { minLength: 1, maxLength: 25 } }
  )
}

export const TRANSACT_GET_ITEMS: Members = {
  ReturnConsumedCapacity: CAPACITY,
  TransactItems: list(
    structure('TransactGetItem', {
      Get: structure(
        'Get',
        {
          TableName: TABLE_NAME,
          Key: KEY,
          ProjectionExpression: string(),
          ExpressionAttributeNames: NAMES
        },
        REQUIRED
      )
    }),
    { isRequired: true, minLength: 1, maxLength: 100 }
  )
}

const TRANSACTED: Members = {
  TableName: TABLE_NAME,
  ConditionExpression: string(),
  ExpressionAttributeNames: NAMES,
  ExpressionAttributeValues: VALUES,
  ReturnValuesOnConditionCheckFailure: FAILURE_VALUES
}

export const TRANSACT_WRITE_ITEMS: Members = {
  ReturnConsumedCapacity: CAPACITY,
  ReturnItemCollectionMetrics: METRICS,
  ClientRequestToken: string({ minLength: 1, maxLength: 36 }),
  TransactItems: list(
    structure('TransactWriteItem', {
      ConditionCheck: structure('ConditionCheck', {
        ...TRANSACTED,
        Key: KEY,
        ConditionExpression: string(REQUIRED)
      }),
      Put: structure('Put', { ...TRANSACTED, Item: item(REQUIRED) }),
      Delete: structure('Delete', { ...TRANSACTED, Key: KEY }),
      Update: structure('Update', {
        ...TRANSACTED,
        Key: KEY,
        UpdateExpression: string(REQUIRED)
      })
    }),
    { isRequired: true, minLength: 1, maxLength: 100 }
  )
}
