import type { Static, TSchema, TUnsafe } from '@sinclair/typebox'
// By its namespace, of which a bundle keeps what is used; the object that `{ Type }` is comes whole.
import * as Type from '@sinclair/typebox'

// Every parameter that AWS documents for the calls, but TableName: the envelope chooses the table.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html

/** An attribute value as plain JSON; a number may be an ExactNumber. */
export type AttributeValue = unknown

// A title is the name that AWS gives the type; what each parameter does is told in documents/, which no
// function carries.
export const AttributeValue = Type.Unknown({ title: 'AttributeValue' })

function MapOf<T extends TSchema>(value: T) {
  return Type.Unsafe<Record<string, Static<T>>>({ type: 'object', additionalProperties: value })
}

function OneOf<const T extends readonly string[]>(values: T): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: 'string', enum: values })
}

const AttributeMap = MapOf(AttributeValue)
const Text = Type.String()
const Flag = Type.Boolean()
const Integer = Type.Integer({ format: 'int32' })
const Names = Type.Array(Type.String())

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

/** UpdateItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
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

/** DeleteItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export const DeletePayload = Type.Object(
  { Key: AttributeMap, ...condition, ReturnValues: Type.Optional(OldValues), ...writes },
  { additionalProperties: false }
)

/** Scan: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export const ListPayload = Type.Object(
  {
    FilterExpression: Type.Optional(Text),
    ProjectionExpression: Type.Optional(Text),
    ...names,
    ...values,
    Limit: Type.Optional(Integer),
    ExclusiveStartKey: Type.Optional(AttributeMap),
    IndexName: Type.Optional(Text),
    Select: Type.Optional(
      OneOf(['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT'])
    ),
    Segment: Type.Optional(Integer),
    TotalSegments: Type.Optional(Integer),
    ConsistentRead: Type.Optional(Flag),
    ...returns,
    AttributesToGet,
    ScanFilter: Type.Optional(MapOf(Condition)),
    ConditionalOperator
  },
  { additionalProperties: false }
)
