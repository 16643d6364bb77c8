import type { Static, TSchema, TUnsafe } from '@sinclair/typebox'
// Imports the namespace, because a bundle then keeps only the functions that are used.
import * as Type from '@sinclair/typebox'

// The payloads have every parameter that AWS documents for the calls except TableName, which stands
// in the envelope.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html

/** An attribute value as plain JSON; a number may be an ExactNumber. */
export type AttributeValue = unknown

// The title of a schema is AWS's name for the type. What each parameter does is described in
// documents/, which is not part of the function's bundle.
export const AttributeValue = Type.Unknown({ title: 'AttributeValue' })

function MapOf<T extends TSchema>(value: T) {
  return Type.Unsafe<Record<string, Static<T>>>({ type: 'object', additionalProperties: value })
}

/** Makes the schema of a string that is one of these words. */
export function OneOf<const T extends readonly string[]>(values: T): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: 'string', enum: values })
}

const AttributeMap = MapOf(AttributeValue)
const Text = Type.String()
const Flag = Type.Boolean()
const Integer = Type.Integer({ format: 'int32' })
const Names = Type.Array(Type.String())

/** Makes the schema of a list; a refusal of its length names the elements as `counted`. */
function ListOf<T extends TSchema>(items: T, minItems: number, maxItems: number, counted: string) {
  return Type.Array(items, { minItems, maxItems, counted })
}

const COMPARISONS = [
  'EQ',
  'NE',
  'IN',
  'LE',
  'LT',
  'GE',
  'GT',
  'BETWEEN',
  'NOT_NULL',
  'NULL',
  'CONTAINS',
  'NOT_CONTAINS',
  'BEGINS_WITH'
] as const

const Comparison = OneOf(COMPARISONS)
const ValueList = Type.Array(AttributeValue)

const ExpectedAttributeValue = Type.Object(
  {
    Value: Type.Optional(AttributeValue),
    Exists: Type.Optional(Flag),
    ComparisonOperator: Type.Optional(Comparison),
    AttributeValueList: Type.Optional(ValueList)
  },
  { title: 'ExpectedAttributeValue', additionalProperties: false }
)

const AttributeValueUpdate = Type.Object(
  {
    Value: Type.Optional(AttributeValue),
    Action: Type.Optional(OneOf(['ADD', 'PUT', 'DELETE']))
  },
  { title: 'AttributeValueUpdate', additionalProperties: false }
)

const Condition = Type.Object(
  { AttributeValueList: Type.Optional(ValueList), ComparisonOperator: Comparison },
  { title: 'Condition', additionalProperties: false }
)

const returns = {
  ReturnConsumedCapacity: Type.Optional(OneOf(['INDEXES', 'TOTAL', 'NONE']))
}

const names = { ExpressionAttributeNames: Type.Optional(MapOf(Type.String())) }
const values = { ExpressionAttributeValues: Type.Optional(AttributeMap) }

const ConditionalOperator = Type.Optional(OneOf(['AND', 'OR']))

const condition = {
  ConditionExpression: Type.Optional(Text),
  ...names,
  ...values,
  ReturnValuesOnConditionCheckFailure: Type.Optional(OneOf(['ALL_OLD', 'NONE'])),
  Expected: Type.Optional(MapOf(ExpectedAttributeValue)),
  ConditionalOperator
}

const writes = {
  ...returns,
  ReturnItemCollectionMetrics: Type.Optional(OneOf(['SIZE', 'NONE']))
}

const AttributesToGet = Type.Optional(Names)

const OldValues = OneOf(['NONE', 'ALL_OLD'])

/** PutItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
export const CreatePayload = Type.Object(
  { Item: AttributeMap, ...condition, ReturnValues: Type.Optional(OldValues), ...writes },
  { additionalProperties: false }
)

/** GetItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export const ReadPayload = Type.Object(
  {
    Key: AttributeMap,
    ConsistentRead: Type.Optional(Flag),
    ProjectionExpression: Type.Optional(Text),
    ...names,
    ...returns,
    AttributesToGet
  },
  { additionalProperties: false }
)

/**
 * UpdateItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
 */
export const UpdatePayload = Type.Object(
  {
    Key: AttributeMap,
    UpdateExpression: Type.Optional(Text),
    ...condition,
    ReturnValues: Type.Optional(
      OneOf(['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'])
    ),
    ...writes,
    AttributeUpdates: Type.Optional(MapOf(AttributeValueUpdate))
  },
  { additionalProperties: false }
)

/**
 * DeleteItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
 */
export const DeletePayload = Type.Object(
  { Key: AttributeMap, ...condition, ReturnValues: Type.Optional(OldValues), ...writes },
  { additionalProperties: false }
)

const filter = {
  FilterExpression: Type.Optional(Text),
  ...names,
  ...values,
  ExclusiveStartKey: Type.Optional(AttributeMap),
  IndexName: Type.Optional(Text),
  ConsistentRead: Type.Optional(Flag),
  ...returns,
  ConditionalOperator
}

const page = {
  ...filter,
  ProjectionExpression: Type.Optional(Text),
  Limit: Type.Optional(Integer),
  Select: Type.Optional(
    OneOf(['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT'])
  ),
  AttributesToGet
}

const scan = {
  Segment: Type.Optional(Integer),
  TotalSegments: Type.Optional(Integer),
  ScanFilter: Type.Optional(MapOf(Condition))
}

const query = {
  KeyConditionExpression: Type.Optional(Text),
  KeyConditions: Type.Optional(MapOf(Condition)),
  QueryFilter: Type.Optional(MapOf(Condition))
}

/** Scan: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export const ListPayload = Type.Object({ ...page, ...scan }, { additionalProperties: false })

/** Query: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export const QueryPayload = Type.Object(
  { ...query, ...page, ScanIndexForward: Type.Optional(Flag) },
  { additionalProperties: false }
)

/**
 * The parameters of Scan and of Query, except those that would end the count early; count.ts
 * chooses the call.
 */
export const CountPayload = Type.Object(
  { ...query, ...filter, ...scan },
  { additionalProperties: false }
)

/**
 * BatchGetItem:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export const BatchReadPayload = Type.Object(
  {
    Keys: ListOf(AttributeMap, 1, 100, 'keys'),
    ConsistentRead: Type.Optional(Flag),
    ProjectionExpression: Type.Optional(Text),
    ...names,
    AttributesToGet,
    ...returns
  },
  { additionalProperties: false }
)

/**
 * BatchWriteItem:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
export const BatchWritePayload = Type.Object(
  {
    Put: Type.Optional(Type.Array(AttributeMap)),
    Delete: Type.Optional(Type.Array(AttributeMap)),
    ...writes
  },
  { additionalProperties: false }
)

const TableName = Type.Optional(Type.String({ minLength: 1 }))

/** Makes the schema of a transaction's entry, which has exactly one of these members. */
function ChoiceOf<T extends Record<string, TSchema>>(members: T, title: string) {
  const optional = Object.entries(members).map(([name, schema]) => [name, Type.Optional(schema)])
  return Type.Unsafe<Partial<{ [N in keyof T]: Static<T[N]> }>>(
    Type.Object(Object.fromEntries(optional), {
      title,
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1
    })
  )
}

const Get = Type.Object(
  { TableName, Key: AttributeMap, ProjectionExpression: Type.Optional(Text), ...names },
  { title: 'Get', additionalProperties: false }
)

/**
 * TransactGetItems:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
 */
export const TransactReadPayload = Type.Object(
  {
    TransactItems: ListOf(ChoiceOf({ Get }, 'TransactGetItem'), 1, 100, 'entries'),
    ...returns
  },
  { additionalProperties: false }
)

const entryCondition = {
  ...names,
  ...values,
  ReturnValuesOnConditionCheckFailure: Type.Optional(OneOf(['ALL_OLD', 'NONE']))
}
const optionalCondition = { ConditionExpression: Type.Optional(Text), ...entryCondition }

const Put = Type.Object(
  { TableName, Item: AttributeMap, ...optionalCondition },
  { title: 'Put', additionalProperties: false }
)
const Update = Type.Object(
  { TableName, Key: AttributeMap, UpdateExpression: Text, ...optionalCondition },
  { title: 'Update', additionalProperties: false }
)
const Delete = Type.Object(
  { TableName, Key: AttributeMap, ...optionalCondition },
  { title: 'Delete', additionalProperties: false }
)
const ConditionCheck = Type.Object(
  { TableName, Key: AttributeMap, ConditionExpression: Text, ...entryCondition },
  { title: 'ConditionCheck', additionalProperties: false }
)

/**
 * TransactWriteItems:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const TransactWritePayload = Type.Object(
  {
    TransactItems: ListOf(
      ChoiceOf({ Put, Update, Delete, ConditionCheck }, 'TransactWriteItem'),
      1,
      100,
      'entries'
    ),
    ...writes,
    ClientRequestToken: Type.Optional(Text)
  },
  { additionalProperties: false }
)

/**
 * DescribeTable:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
 */
export const DescribePayload = Type.Object({}, { additionalProperties: false })

/**
 * ListTables: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
 */
export const TablesPayload = Type.Object(
  {
    ExclusiveStartTableName: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9_.-]{3,255}$',
        expected: 'the name of a table (3 to 255 letters, digits, _ . -)'
      })
    ),
    Limit: Type.Optional(Type.Integer({ format: 'int32', minimum: 1, maximum: 100 }))
  },
  { additionalProperties: false }
)
