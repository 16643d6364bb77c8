import type { DetailedErrorName } from '../gateway/errors.ts'
import { WORDS } from '../operations/errors.ts'
import { refer, type Schema } from './schema.ts'

// The members of AWS's answers by AWS's names, with attribute values as plain JSON.

const AttributeMap = refer('AttributeMap')
const Units = { type: 'number', examples: [1] }
const IndexCapacities = {
  type: 'object',
  additionalProperties: refer('Capacity')
}
const CapacityByTable = {
  type: 'array',
  items: refer('ConsumedCapacity'),
  description: 'What each table’s part cost, where `ReturnConsumedCapacity` asked for it.'
}

/**
 * The schema of each member of an answer; the operation table says which answers have it. A member
 * that has another schema in the answer of one call is listed as `Call.Member`.
 */
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
  Count: {
    type: 'integer',
    examples: [1],
    description: 'How many items this page has, or all pages that were counted.'
  },
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
  },
  UnprocessedKeys: {
    type: 'array',
    items: AttributeMap,
    description:
      'The keys that were not asked for in the end, to be sent again; missing where there are none.'
  },
  UnprocessedItems: {
    type: 'object',
    properties: {
      Put: { type: 'array', items: AttributeMap },
      Delete: { type: 'array', items: AttributeMap }
    },
    description:
      'What was not written in the end, to be sent again; missing where there is nothing.'
  },
  'BatchWriteItem.ItemCollectionMetrics': {
    type: 'array',
    items: refer('ItemCollectionMetrics'),
    description:
      'The sizes of the item collections, where `ReturnItemCollectionMetrics` asked for them.'
  },
  Responses: {
    type: 'array',
    items: { type: 'object', properties: { Item: AttributeMap }, additionalProperties: false },
    description: 'For each entry, in their order, its item; `{}` where there is none of this key.'
  },
  'TransactGetItems.ConsumedCapacity': CapacityByTable,
  'TransactWriteItems.ConsumedCapacity': CapacityByTable,
  'TransactWriteItems.ItemCollectionMetrics': {
    type: 'object',
    additionalProperties: { type: 'array', items: refer('ItemCollectionMetrics') },
    description:
      'By table, the sizes of the item collections, where `ReturnItemCollectionMetrics` asked for them.'
  },
  Table: {
    type: 'object',
    description:
      'The table as DynamoDB describes it, with times as ISO 8601 in UTC: ' +
      '[TableDescription](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html)'
  },
  TableNames: {
    type: 'array',
    items: { type: 'string' },
    description: 'The names of the tables, in order.'
  },
  LastEvaluatedTableName: {
    type: 'string',
    description:
      'Where this page ended: the `ExclusiveStartTableName` of the next. Missing at the end.'
  }
}

const REQUEST_ID = '6VO1RPS0KL2GNBMQR3IHE2TQ0FVV4KQNSO5AEMVJF66Q9ASUAAJG'

/** An example of the ResponseMetadata that every answer of DynamoDB has. */
export const metadataExample = {
  RequestId: REQUEST_ID,
  HTTPStatusCode: 200,
  HTTPHeaders: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': REQUEST_ID },
  RetryAttempts: 0
}

/**
 * The message of each type of error: ours are fixed, DynamoDB's are examples.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export const errorExamples: Readonly<Record<string, string>> = {
  ...WORDS,
  ValidationException: '/payload/Item: expected an object, got the string "x"',
  AccessDeniedException: '/tableName: this table is not allowed here',
  ResourceNotFoundException: 'Requested resource not found',
  ConditionalCheckFailedException: 'The conditional request failed',
  TransactionCanceledException:
    'Transaction cancelled, please refer cancellation reasons for specific reasons [DuplicateItem]',
  TransactionConflictException: 'Transaction is ongoing for the item',
  TransactionInProgressException:
    'The transaction with the given request token is already in progress.',
  ReplicatedWriteConflictException:
    'The request was rejected because one or more items in the request are being modified by a request in another Region.',
  ResponseTooLarge:
    'The answer is larger than the 6291556 bytes that can be returned. ' +
    'Ask for less: a list takes a Limit, and goes on where LastEvaluatedKey says; a batchRead takes fewer keys.',
  ProvisionedThroughputExceededException:
    'The level of configured provisioned throughput for the table was exceeded. ' +
    'Consider increasing your provisioning level with the UpdateTable API.',
  ThrottlingException: 'Rate of requests exceeds the allowed throughput.',
  RequestLimitExceeded: 'Throughput exceeds the current throughput limit for your account.'
}

/** Examples of what follows the colon in the gateway's detailed errors. */
export const detailExamples: Readonly<Record<DetailedErrorName, string>> = {
  UnreadableBody: 'the body is empty',
  BadRequest: 'expected a Host header',
  ForeignOrigin: 'expected an origin of CORS_ORIGIN'
}

/** The schemas to which those of the members refer. */
export const answerTypes: Readonly<Record<string, Schema>> = {
  Capacity: {
    type: 'object',
    properties: { CapacityUnits: Units, ReadCapacityUnits: Units, WriteCapacityUnits: Units }
  },
  ConsumedCapacity: {
    type: 'object',
    properties: {
      TableName: { type: 'string' },
      CapacityUnits: Units,
      ReadCapacityUnits: Units,
      WriteCapacityUnits: Units,
      Table: refer('Capacity'),
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
