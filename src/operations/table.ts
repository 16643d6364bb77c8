import { DescribeTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand
} from '@aws-sdk/lib-dynamodb'
import { batchRead, toBatchRead } from './batch-read.ts'
import { batchWrite, findBatchFault, toBatchWrite } from './batch-write.ts'
import { countPages, findCountFault, toCountCommand } from './count.ts'
import { type Operation, onTable, operation } from './operation.ts'
import { nextPage } from './pages.ts'
import {
  BatchReadPayload,
  BatchWritePayload,
  CountPayload,
  CreatePayload,
  DeletePayload,
  DescribePayload,
  ListPayload,
  QueryPayload,
  ReadPayload,
  TablesPayload,
  TransactReadPayload,
  TransactWritePayload,
  UpdatePayload
} from './payloads.ts'
import { isRepeatableUpdate, isRepeatableWrite } from './repeats.ts'
import { describeTable, listTables } from './tables.ts'
import { tablesOf, toTransactRead, toTransactWrite } from './transactions.ts'

const WRITTEN = ['Attributes', 'ConsumedCapacity', 'ItemCollectionMetrics']
const PAGE = ['Items', 'Count', 'ScannedCount', 'LastEvaluatedKey', 'ConsumedCapacity']

const KEY = { id: '1234ABCD' }
const ITEM = { ...KEY, number: 5 }
const OF_ONE_PARTITION = {
  KeyConditionExpression: '#id = :id',
  ExpressionAttributeNames: { '#id': 'id' },
  ExpressionAttributeValues: { ':id': KEY.id }
}

export const operations = {
  create: operation({
    summary: 'Put one item into the table; an item of the same key is replaced.',
    payload: CreatePayload,
    call: {
      name: 'PutItem',
      effect: 'write',
      command: onTable(PutCommand),
      members: WRITTEN,
      transaction: 'Put',
      isRepeatable: isRepeatableWrite
    },
    example: { payload: { Item: ITEM }, answer: {} }
  }),
  read: operation({
    summary: 'Get one item by its key.',
    payload: ReadPayload,
    call: {
      name: 'GetItem',
      effect: 'read',
      command: onTable(GetCommand),
      members: ['Item', 'ConsumedCapacity']
    },
    example: { payload: { Key: KEY, ConsistentRead: true }, answer: { Item: ITEM } }
  }),
  update: operation({
    summary: 'Change attributes of one item; an item that is missing is made.',
    payload: UpdatePayload,
    call: {
      name: 'UpdateItem',
      effect: 'write',
      command: onTable(UpdateCommand),
      members: WRITTEN,
      transaction: 'Update',
      isRepeatable: isRepeatableUpdate
    },
    example: {
      payload: {
        Key: KEY,
        UpdateExpression: 'SET #number = :number',
        ExpressionAttributeNames: { '#number': 'number' },
        ExpressionAttributeValues: { ':number': 6 },
        ReturnValues: 'ALL_NEW'
      },
      answer: { Attributes: { ...ITEM, number: 6 } }
    }
  }),
  delete: operation({
    summary: 'Delete one item by its key.',
    payload: DeletePayload,
    call: {
      name: 'DeleteItem',
      effect: 'write',
      command: onTable(DeleteCommand),
      members: WRITTEN,
      transaction: 'Delete',
      isRepeatable: isRepeatableWrite
    },
    example: { payload: { Key: KEY, ReturnValues: 'ALL_OLD' }, answer: { Attributes: ITEM } }
  }),
  list: operation({
    summary: 'Read the table or an index page by page.',
    payload: ListPayload,
    defaultPayload: {},
    call: {
      name: 'Scan',
      effect: 'read',
      command: onTable(ScanCommand),
      members: PAGE,
      next: nextPage
    },
    example: {
      payload: { Limit: 25 },
      answer: { Items: [ITEM], Count: 1, ScannedCount: 1 }
    }
  }),
  query: operation({
    summary: 'Read the items of one partition, in the order of their sort keys, page by page.',
    payload: QueryPayload,
    call: {
      name: 'Query',
      effect: 'read',
      command: onTable(QueryCommand),
      members: PAGE,
      next: nextPage
    },
    example: {
      payload: OF_ONE_PARTITION,
      answer: { Items: [ITEM], Count: 1, ScannedCount: 1 }
    }
  }),
  count: operation({
    summary: 'Count the items of the table, an index or one partition, through all pages.',
    payload: CountPayload,
    defaultPayload: {},
    call: {
      name: 'Scan',
      actions: ['Scan', 'Query'],
      effect: 'read',
      command: toCountCommand,
      members: ['Count', 'ScannedCount', 'LastEvaluatedKey', 'ConsumedCapacity'],
      check: findCountFault,
      collect: countPages
    },
    example: { payload: OF_ONE_PARTITION, answer: { Count: 1, ScannedCount: 1 } }
  }),
  batchRead: operation({
    summary: 'Get up to 100 items by their keys; what is left unprocessed is asked for again.',
    payload: BatchReadPayload,
    call: {
      name: 'BatchGetItem',
      effect: 'read',
      command: toBatchRead,
      members: ['Items', 'UnprocessedKeys', 'ConsumedCapacity'],
      collect: batchRead
    },
    example: { payload: { Keys: [KEY] }, answer: { Items: [ITEM] } }
  }),
  batchWrite: operation({
    summary: 'Put and delete up to 25 items; what is left unprocessed is sent again.',
    payload: BatchWritePayload,
    call: {
      name: 'BatchWriteItem',
      effect: 'write',
      command: toBatchWrite,
      members: ['UnprocessedItems', 'ItemCollectionMetrics', 'ConsumedCapacity'],
      isRepeatable: () => true,
      check: findBatchFault,
      collect: batchWrite
    },
    example: { payload: { Put: [ITEM], Delete: [{ id: '5678EFGH' }] }, answer: {} }
  }),
  transactRead: operation({
    summary: 'Get up to 100 items, of several tables too, as they are at one moment.',
    payload: TransactReadPayload,
    call: {
      name: 'TransactGetItems',
      actions: ['GetItem'],
      effect: 'read',
      command: toTransactRead,
      members: ['Responses', 'ConsumedCapacity'],
      tables: tablesOf
    },
    example: {
      payload: { TransactItems: [{ Get: { Key: KEY } }] },
      answer: { Responses: [{ Item: ITEM }] }
    }
  }),
  transactWrite: operation({
    summary: 'Write up to 100 items, in several tables too: all of them or none.',
    payload: TransactWritePayload,
    call: {
      name: 'TransactWriteItems',
      actions: ['PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      effect: 'write',
      command: toTransactWrite,
      members: ['ItemCollectionMetrics', 'ConsumedCapacity'],
      transaction: 'whole',
      tables: tablesOf
    },
    example: {
      payload: {
        TransactItems: [
          {
            Update: {
              Key: KEY,
              UpdateExpression: 'SET #number = :number',
              ExpressionAttributeNames: { '#number': 'number' },
              ExpressionAttributeValues: { ':number': 5 }
            }
          },
          { Delete: { Key: { id: '5678EFGH' } } }
        ]
      },
      answer: {}
    }
  }),
  describe: operation({
    summary: 'Describe the table: its key, its indexes, its size.',
    payload: DescribePayload,
    defaultPayload: {},
    call: {
      name: 'DescribeTable',
      effect: 'read',
      command: onTable(DescribeTableCommand),
      members: ['Table'],
      isFormatless: true,
      collect: describeTable
    },
    example: { payload: {}, answer: { Table: { TableStatus: 'ACTIVE' } } }
  }),
  tables: operation({
    summary: 'List the names of the tables that may be used.',
    payload: TablesPayload,
    defaultPayload: {},
    call: {
      name: 'ListTables',
      effect: 'read',
      command: (payload) => new ListTablesCommand(payload),
      members: ['TableNames', 'LastEvaluatedTableName'],
      isTableless: true,
      isFormatless: true,
      collect: listTables
    },
    example: { payload: { Limit: 10 }, answer: { TableNames: ['lambda-apigateway'] } }
  }),
  echo: {
    summary: 'Answer the payload as it came.',
    defaultPayload: null,
    run: (payload: unknown) => payload,
    example: {
      payload: { somekey1: 'somevalue1', somekey2: 'somevalue2' },
      answer: { somekey1: 'somevalue1', somekey2: 'somevalue2' }
    }
  },
  ping: {
    summary: 'Answer "pong".',
    run: () => 'pong',
    example: { payload: undefined, answer: 'pong' }
  }
} satisfies Record<string, Operation>
