import type { Static, TSchema, TUnsafe } from '@sinclair/typebox'
// By its namespace, of which a bundle keeps what is used; the object that `{ Type }` is comes whole.
import * as Type from '@sinclair/typebox'

// Every parameter that AWS documents for the calls, but TableName: the envelope chooses the table.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html

/** An attribute value as plain JSON; a number may be an ExactNumber. */
export type AttributeValue = unknown

export const AttributeValue = Type.Unknown({
  title: 'AttributeValue',
  description: 'An attribute value as plain JSON: string, number, boolean, null, list or map.'
})

function MapOf<T extends TSchema>(value: T, description: string) {
  return Type.Unsafe<Record<string, Static<T>>>({
    type: 'object',
    additionalProperties: value,
    description
  })
}

function OneOf<const T extends readonly string[]>(
  values: T,
  description: string
): TUnsafe<T[number]> {
  return Type.Unsafe<T[number]>({ type: 'string', enum: values, description })
}

const AttributeMap = (description: string) => MapOf(AttributeValue, description)
const Text = (description: string) => Type.String({ description })
/** Not text like any other: check.ts looks into it. */
const Expression = (description: string) => Type.String({ format: 'expression', description })
const Flag = (description: string) => Type.Boolean({ description })
const Integer = (description: string) => Type.Integer({ format: 'int32', description })
const Names = (description: string) => Type.Array(Type.String(), { description })

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

const Comparison = OneOf(COMPARISONS, 'How the attribute is compared with AttributeValueList.')
const ValueList = Type.Array(AttributeValue, { description: 'The values to compare with.' })

const ExpectedAttributeValue = Type.Object(
  {
    Value: Type.Optional(AttributeValue),
    Exists: Type.Optional(Flag('Whether the attribute must be there.')),
    ComparisonOperator: Type.Optional(Comparison),
    AttributeValueList: Type.Optional(ValueList)
  },
  { additionalProperties: false }
)

const AttributeValueUpdate = Type.Object(
  {
    Value: Type.Optional(AttributeValue),
    Action: Type.Optional(OneOf(['ADD', 'PUT', 'DELETE'], 'What happens to the attribute.'))
  },
  { additionalProperties: false }
)

const Condition = Type.Object(
  { AttributeValueList: Type.Optional(ValueList), ComparisonOperator: Comparison },
  { additionalProperties: false }
)

const Key = AttributeMap('The primary key of the item: every attribute of the table’s key.')

const returns = {
  ReturnConsumedCapacity: Type.Optional(
    OneOf(
      ['INDEXES', 'TOTAL', 'NONE'],
      'Whether the answer tells the capacity that the call consumed.'
    )
  )
}

const names = {
  ExpressionAttributeNames: Type.Optional(
    MapOf(Type.String(), 'Placeholders (#name) for attribute names in the expressions.')
  )
}

const values = {
  ExpressionAttributeValues: Type.Optional(
    AttributeMap('Placeholders (:value) for values in the expressions.')
  )
}

const ConditionalOperator = Type.Optional(
  OneOf(['AND', 'OR'], 'Legacy: how several conditions combine.')
)

const condition = {
  ConditionExpression: Type.Optional(
    Expression('A condition that must hold, or nothing is written (409).')
  ),
  ...names,
  ...values,
  ReturnValuesOnConditionCheckFailure: Type.Optional(
    OneOf(['ALL_OLD', 'NONE'], 'Whether a failed condition’s answer carries the item as it is.')
  ),
  Expected: Type.Optional(
    MapOf(ExpectedAttributeValue, 'Legacy: conditions by attribute; use ConditionExpression.')
  ),
  ConditionalOperator
}

const writes = {
  ...returns,
  ReturnItemCollectionMetrics: Type.Optional(
    OneOf(['SIZE', 'NONE'], 'Whether the answer tells the size of the item collection.')
  )
}

const AttributesToGet = Type.Optional(
  Names('Legacy: the attributes to return; use ProjectionExpression.')
)

const OldValues = OneOf(['NONE', 'ALL_OLD'], 'Whether the answer carries the item as it was.')

/** PutItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
export const CreatePayload = Type.Object(
  {
    Item: AttributeMap('The item, with its primary key. An item of the same key is replaced.'),
    ...condition,
    ReturnValues: Type.Optional(OldValues),
    ...writes
  },
  { additionalProperties: false }
)

/** GetItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export const ReadPayload = Type.Object(
  {
    Key,
    ConsistentRead: Type.Optional(
      Flag('true: the answer reflects every write acknowledged before.')
    ),
    ProjectionExpression: Type.Optional(
      Expression('The attributes to return, separated by commas.')
    ),
    ...names,
    ...returns,
    AttributesToGet
  },
  { additionalProperties: false }
)

/** UpdateItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
export const UpdatePayload = Type.Object(
  {
    Key,
    UpdateExpression: Type.Optional(
      Expression('What to change: SET, REMOVE, ADD and DELETE clauses.')
    ),
    ...condition,
    ReturnValues: Type.Optional(
      OneOf(
        ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW'],
        'Which attributes the answer carries, as they were or as they are.'
      )
    ),
    ...writes,
    AttributeUpdates: Type.Optional(
      MapOf(AttributeValueUpdate, 'Legacy: changes by attribute; use UpdateExpression.')
    )
  },
  { additionalProperties: false }
)

/** DeleteItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html */
export const DeletePayload = Type.Object(
  { Key, ...condition, ReturnValues: Type.Optional(OldValues), ...writes },
  { additionalProperties: false }
)

/** Scan: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export const ListPayload = Type.Object(
  {
    FilterExpression: Type.Optional(Expression('Which of the items read are returned.')),
    ProjectionExpression: Type.Optional(
      Expression('The attributes to return, separated by commas.')
    ),
    ...names,
    ...values,
    Limit: Type.Optional(Integer('How many items are read at most (before the filter).')),
    ExclusiveStartKey: Type.Optional(
      AttributeMap('Where to go on: the LastEvaluatedKey of the page before.')
    ),
    IndexName: Type.Optional(Text('The secondary index to read instead of the table.')),
    Select: Type.Optional(
      OneOf(
        ['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT'],
        'What is returned: attributes, or the number of items alone.'
      )
    ),
    Segment: Type.Optional(Integer('Which segment of a parallel scan, from 0.')),
    TotalSegments: Type.Optional(Integer('How many segments the parallel scan has.')),
    ConsistentRead: Type.Optional(
      Flag('true: the answer reflects every write acknowledged before.')
    ),
    ...returns,
    AttributesToGet,
    ScanFilter: Type.Optional(
      MapOf(Condition, 'Legacy: conditions by attribute; use FilterExpression.')
    ),
    ConditionalOperator
  },
  { additionalProperties: false }
)
