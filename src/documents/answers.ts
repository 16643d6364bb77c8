import type { Schema } from './schemas.ts'

// What AWS's answers have, by AWS's names. Attribute values come as plain JSON.

const AttributeMap = { $ref: '#/components/schemas/AttributeMap' }
const Units = { type: 'number', examples: [1] }
const IndexCapacities = {
  type: 'object',
  additionalProperties: { $ref: '#/components/schemas/Capacity' }
}

/** The members of the answers; which of them an operation's answer has, the operation table says. */
export const answerMembers: Readonly<Record<string, Schema>> = {
  Attributes: {
    ...AttributeMap,
    description: 'The attributes that `ReturnValues` asked for; missing where there are none.'
  },
  Item: { ...AttributeMap, description: 'The item; missing where there is none of this key.' },
  Items: {
    type: 'array',
    items: AttributeMap,
    description: 'The items of this page; missing with `Select: COUNT`.'
  },
  Count: { type: 'integer', examples: [1], description: 'How many items this page has.' },
  ScannedCount: {
    type: 'integer',
    examples: [1],
    description: 'How many items were read, those that the filter dropped among them.'
  },
  LastEvaluatedKey: {
    ...AttributeMap,
    description: 'Where this page ended: the `ExclusiveStartKey` of the next. Missing at the end.'
  },
  ConsumedCapacity: {
    $ref: '#/components/schemas/ConsumedCapacity',
    description: 'What the call cost, where `ReturnConsumedCapacity` asked for it.'
  },
  ItemCollectionMetrics: {
    $ref: '#/components/schemas/ItemCollectionMetrics',
    description:
      'The size of the item collection, where `ReturnItemCollectionMetrics` asked for it.'
  }
}

const ITEM = { id: '1234ABCD', number: 5 }

/** What the members are like that come without being asked for. */
export const answerExamples: Readonly<Record<string, unknown>> = {
  Attributes: ITEM,
  Item: ITEM,
  Items: [ITEM],
  Count: 1,
  ScannedCount: 1,
  ResponseMetadata: {
    RequestId: '6VO1RPS0KL2GNBMQR3IHE2TQ0FVV4KQNSO5AEMVJF66Q9ASUAAJG',
    HTTPStatusCode: 200,
    HTTPHeaders: { 'content-type': 'application/x-amz-json-1.0' },
    RetryAttempts: 0
  }
}

/** The types that the answers' members have. */
export const answerTypes: Readonly<Record<string, Schema>> = {
  Capacity: {
    type: 'object',
    properties: { CapacityUnits: Units, ReadCapacityUnits: Units, WriteCapacityUnits: Units }
  },
  ConsumedCapacity: {
    type: 'object',
    properties: {
      TableName: { type: 'string', examples: ['lambda-apigateway'] },
      CapacityUnits: Units,
      ReadCapacityUnits: Units,
      WriteCapacityUnits: Units,
      Table: { $ref: '#/components/schemas/Capacity' },
      LocalSecondaryIndexes: IndexCapacities,
      GlobalSecondaryIndexes: IndexCapacities
    }
  },
  ItemCollectionMetrics: {
    type: 'object',
    properties: {
      ItemCollectionKey: AttributeMap,
      SizeEstimateRangeGB: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 }
    }
  },
  ResponseMetadata: {
    type: 'object',
    description: 'What the lab’s API tells of the call to DynamoDB.',
    required: ['RequestId', 'HTTPStatusCode', 'HTTPHeaders', 'RetryAttempts'],
    properties: {
      RequestId: { type: 'string', description: 'DynamoDB’s id of the request.' },
      HTTPStatusCode: { type: 'integer', examples: [200] },
      HTTPHeaders: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'DynamoDB’s own headers, by lower-case names.'
      },
      RetryAttempts: {
        type: 'integer',
        examples: [0],
        description: 'How many times the call was repeated.'
      }
    }
  }
}
