import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand
} from '@aws-sdk/lib-dynamodb'
import type { Static, TSchema } from '@sinclair/typebox'
import {
  CreatePayload,
  DeletePayload,
  ListPayload,
  ReadPayload,
  UpdatePayload
} from './payloads.ts'

/** What ends a request early. Its signal is made for those operations alone that ask for it. */
export interface Deadline {
  readonly signal: AbortSignal
}

/** What an operation has to run with; the deadline's signal aborts the call to DynamoDB. */
export interface OperationContext {
  dynamodb: Pick<DynamoDBDocumentClient, 'send'>
  tableName: string
  deadline: Deadline
}

/** All that is known of one operation: every door, document and loop of tests reads it from here. */
export interface Operation {
  summary: string
  /** The IAM action that it needs, in a transaction too; with one, `tableName` is required. */
  action?: `dynamodb:${string}`
  /** What the write is in a transaction, as which it is sent under an idempotency key. */
  transaction?: 'Put' | 'Update' | 'Delete'
  /** The payload's schema; without one, any JSON value is a payload. */
  payload?: TSchema
  /** The members of AWS's answer, in the order in which the lab's API prints them. */
  members?: readonly string[]
  /** What a missing payload means, where one may be missing. */
  defaultPayload?: unknown
  example: unknown
  /** What the example answers where the table has `create`'s item alone; without `ResponseMetadata`. */
  answer: unknown
  run(context: OperationContext, payload: never): unknown
}

function operation<T extends TSchema>(
  record: Omit<Operation, 'run' | 'payload' | 'members'> & {
    payload: T
    members: readonly string[]
    run(context: OperationContext, payload: Static<T>): unknown
  }
): Operation {
  return record
}

const WRITTEN = ['Attributes', 'ConsumedCapacity', 'ItemCollectionMetrics']

const KEY = { id: '1234ABCD' }
const ITEM = { ...KEY, number: 5 }

// Spread first in each: a payload never chooses another table.
export const operations = {
  create: operation({
    summary: 'Put one item into the table; an item of the same key is replaced.',
    action: 'dynamodb:PutItem',
    transaction: 'Put',
    payload: CreatePayload,
    members: WRITTEN,
    example: { Item: ITEM },
    answer: {},
    run: ({ dynamodb, tableName, deadline }, payload) =>
      dynamodb.send(new PutCommand({ ...payload, TableName: tableName }), {
        abortSignal: deadline.signal
      })
  }),
  read: operation({
    summary: 'Get one item by its key.',
    action: 'dynamodb:GetItem',
    payload: ReadPayload,
    members: ['Item', 'ConsumedCapacity'],
    example: { Key: KEY, ConsistentRead: true },
    answer: { Item: ITEM },
    run: ({ dynamodb, tableName, deadline }, payload) =>
      dynamodb.send(new GetCommand({ ...payload, TableName: tableName }), {
        abortSignal: deadline.signal
      })
  }),
  update: operation({
    summary: 'Change attributes of one item; an item that is missing is made.',
    action: 'dynamodb:UpdateItem',
    transaction: 'Update',
    payload: UpdatePayload,
    members: WRITTEN,
    example: {
      Key: KEY,
      UpdateExpression: 'SET #number = :number',
      ExpressionAttributeNames: { '#number': 'number' },
      ExpressionAttributeValues: { ':number': 6 },
      ReturnValues: 'ALL_NEW'
    },
    answer: { Attributes: { ...ITEM, number: 6 } },
    run: ({ dynamodb, tableName, deadline }, payload) =>
      dynamodb.send(new UpdateCommand({ ...payload, TableName: tableName }), {
        abortSignal: deadline.signal
      })
  }),
  delete: operation({
    summary: 'Delete one item by its key.',
    action: 'dynamodb:DeleteItem',
    transaction: 'Delete',
    payload: DeletePayload,
    members: WRITTEN,
    example: { Key: KEY, ReturnValues: 'ALL_OLD' },
    answer: { Attributes: ITEM },
    run: ({ dynamodb, tableName, deadline }, payload) =>
      dynamodb.send(new DeleteCommand({ ...payload, TableName: tableName }), {
        abortSignal: deadline.signal
      })
  }),
  list: operation({
    summary: 'Read the table or an index page by page.',
    action: 'dynamodb:Scan',
    payload: ListPayload,
    members: ['Items', 'Count', 'ScannedCount', 'LastEvaluatedKey', 'ConsumedCapacity'],
    defaultPayload: {},
    example: { Limit: 25 },
    answer: { Items: [ITEM], Count: 1, ScannedCount: 1 },
    run: ({ dynamodb, tableName, deadline }, payload) =>
      dynamodb.send(new ScanCommand({ ...payload, TableName: tableName }), {
        abortSignal: deadline.signal
      })
  }),
  echo: {
    summary: 'Answer the payload as it came.',
    defaultPayload: null,
    example: { somekey1: 'somevalue1', somekey2: 'somevalue2' },
    answer: { somekey1: 'somevalue1', somekey2: 'somevalue2' },
    run: (_context: OperationContext, payload: unknown) => payload
  },
  ping: {
    summary: 'Answer "pong".',
    example: null,
    answer: 'pong',
    run: () => 'pong'
  }
} satisfies Record<string, Operation>

export type OperationTable = Readonly<Record<string, Operation>>
