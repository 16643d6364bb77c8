import type { Difference } from '../difference.ts'
import { normalise, sortedItems } from '../normalise.ts'
import { inFullDigits } from './number.ts'
import { apiPage, guidePage, KEY, type KnownDifference, onTable, SCYLLA_TESTS } from './rule.ts'

const isUpdate = (operation: string) => /^(Update|TransactWrite)/.test(operation)
const CAPACITY = /\.ConsumedCapacity(\.|$)/

/** What is answered in another way. */
export const answers: readonly KnownDifference[] = [
  {
    rule: 'The sizes and counts of a table and its indexes are brought up to date every six hours.',
    source: apiPage('API_TableDescription'),
    explains: ({ path }) => /\.(TableSizeBytes|ItemCount|IndexSizeBytes)$/.test(path),
    example: onTable(['PutItem', { Item: KEY }], ['DescribeTable', {}])
  },
  {
    rule: 'A table’s description tells the throughput of each index.',
    source: apiPage('API_GlobalSecondaryIndexDescription'),
    explains: ({ path }) =>
      /\.GlobalSecondaryIndexes\.\d+\.(ProvisionedThroughput|OnDemandThroughput|Backfilling)(\.|$)|\.NumberOfDecreasesToday$/.test(
        path
      ),
    example: onTable(['DescribeTable', {}])
  },
  {
    rule: 'Sizes of item collections are told where they are asked for, of tables with local indexes.',
    source: apiPage('API_ItemCollectionMetrics'),
    explains: ({ path, local }) => /\.ItemCollectionMetrics$/.test(path) && local === undefined,
    example: onTable(['PutItem', { Item: KEY, ReturnItemCollectionMetrics: 'SIZE' }])
  },
  {
    rule: 'Reading an item that is not there consumes what reading a small one does.',
    source: guidePage('read-write-operations'),
    explains: ofCapacity('BatchGetItem', 'more'),
    example: onTable([
      'BatchGetItem',
      { RequestItems: { '@@1': { Keys: [KEY] } }, ReturnConsumedCapacity: 'TOTAL' }
    ])
  },
  {
    rule: 'What a local index does not project is read from the table, which consumes units of it.',
    source: guidePage('LSI'),
    explains: (difference) =>
      ofCapacity('Scan', 'more')(difference) && isOfIndex(difference, 'local'),
    example: onTable(
      ['PutItem', { Item: { ...KEY, l: { S: 'l' }, a: { S: 'a' } } }],
      ['Scan', { IndexName: 'local', ProjectionExpression: 'a', ReturnConsumedCapacity: 'TOTAL' }]
    )
  },
  {
    rule: 'Deleting an item that is not there consumes one unit, in a batch too.',
    source: guidePage('read-write-operations'),
    explains: ofCapacity('BatchWriteItem', 'less'),
    example: onTable([
      'BatchWriteItem',
      {
        RequestItems: { '@@1': [{ DeleteRequest: { Key: KEY } }] },
        ReturnConsumedCapacity: 'TOTAL'
      }
    ])
  },
  {
    rule: 'Each action of a transaction consumes twice what it would alone.',
    source: guidePage('transaction-apis'),
    explains: ofCapacity('TransactWriteItems', 'more'),
    example: onTable([
      'TransactWriteItems',
      {
        TransactItems: [
          { Delete: { TableName: '@@1', Key: KEY } },
          { Put: { TableName: '@@1', Item: { p: { S: 'c' }, s: { S: 'd' } } } }
        ],
        ReturnConsumedCapacity: 'TOTAL'
      }
    ])
  },
  {
    rule: 'A deletion tells its capacity only if it is asked for.',
    source: apiPage('API_DeleteItem'),
    explains: ({ step, path, ours }) =>
      step.operation === 'DeleteItem' && /\.ConsumedCapacity$/.test(path) && ours === undefined,
    example: onTable(['DeleteItem', { Key: KEY, ReturnValues: 'ALL_OLD' }])
  },
  {
    rule: 'An item that lacks a key of an index is not in it and consumes nothing of it.',
    source: guidePage('GSI'),
    explains: ofCapacity('PutItem', 'less'),
    example: [
      {
        operation: 'CreateTable',
        input: {
          TableName: '@@1',
          KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }],
          AttributeDefinitions: ['p', 'a', 'b'].map((AttributeName) => ({
            AttributeName,
            AttributeType: 'S'
          })),
          BillingMode: 'PAY_PER_REQUEST',
          GlobalSecondaryIndexes: [
            {
              IndexName: 'global',
              KeySchema: [
                { AttributeName: 'a', KeyType: 'HASH' },
                { AttributeName: 'b', KeyType: 'RANGE' }
              ],
              Projection: { ProjectionType: 'KEYS_ONLY' }
            }
          ]
        },
        faults: 0
      },
      {
        operation: 'PutItem',
        input: { TableName: '@@1', Item: { p: { S: 'p' }, b: { S: 'b' } } },
        faults: 0
      },
      {
        operation: 'PutItem',
        input: {
          TableName: '@@1',
          Item: { p: { S: 'p' }, a: { S: 'a' } },
          ReturnConsumedCapacity: 'TOTAL'
        },
        faults: 0
      }
    ]
  },
  {
    rule: 'The keys of a local index are in it: reading them alone reads nothing of the table.',
    source: guidePage('LSI'),
    explains: (difference) =>
      ofCapacity('Query', 'less')(difference) && isOfIndex(difference, 'local'),
    example: onTable(
      ['PutItem', { Item: { ...KEY, l: { S: 'l' } } }],
      [
        'Query',
        {
          IndexName: 'local-some',
          KeyConditionExpression: 'p = :p',
          ExpressionAttributeValues: { ':p': KEY.p },
          ProjectionExpression: 'l',
          ReturnConsumedCapacity: 'TOTAL'
        }
      ]
    )
  },
  {
    rule: 'A scan of a global index sees of an item what is projected, in its filter and its capacity, too.',
    source: guidePage('GSI'),
    explains: (difference) =>
      difference.step.operation === 'Scan' &&
      isOfIndex(difference, 'global') &&
      ('FilterExpression' in difference.step.input || 'ScanFilter' in difference.step.input) &&
      /\.(Items|Count|ConsumedCapacity.*)$/.test(difference.path),
    example: onTable(
      ['PutItem', { Item: { ...KEY, g: { S: 'g' }, a: { S: 'a' } } }],
      ['Scan', { IndexName: 'global', FilterExpression: 'attribute_exists(a)' }]
    )
  },
  {
    rule: 'A last key does not mean that there is more: it is there where the limit was reached.',
    source: apiPage('API_Query'),
    explains: ({ step, path, ours, local }) =>
      step.operation === 'Query' &&
      local === undefined &&
      (/\.LastEvaluatedKey$/.test(path) || isEmptyPage(path, ours)),
    example: onTable(
      ['PutItem', { Item: KEY }],
      [
        'Query',
        {
          KeyConditionExpression: 'p = :p AND s BETWEEN :s AND :s',
          ExpressionAttributeValues: { ':p': KEY.p, ':s': KEY.s },
          Limit: 1
        }
      ]
    )
  },
  {
    rule: 'A table that is deleted is told to be on its way.',
    source: apiPage('API_DeleteTable'),
    explains: ({ path, ours }) => /\.TableStatus$/.test(path) && ours === 'DELETING',
    example: onTable(['DeleteTable', {}])
  },
  {
    rule: 'An update that only takes away makes no item.',
    source: SCYLLA_TESTS,
    explains: ({ step, path, ours }) =>
      isUpdate(step.operation) &&
      ((/\.(Item|Attributes)$/.test(path) && ours === undefined) ||
        (CAPACITY.test(path) && !/\b(SET|ADD)\b/i.test(String(step.input.UpdateExpression)))),
    example: onTable(['UpdateItem', { Key: KEY, UpdateExpression: 'REMOVE a' }])
  },
  {
    rule: 'An attribute update without an action puts, and all of them are made.',
    source: guidePage('LegacyConditionalParameters.AttributeUpdates'),
    explains: ({ step, path }) =>
      /\.(Item|Attributes)(\.|$)/.test(path) && hasUpdateWithoutAction(step.input.AttributeUpdates),
    example: onTable([
      'UpdateItem',
      { Key: KEY, AttributeUpdates: { a: { Value: { S: 'a' } } }, ReturnValues: 'ALL_NEW' }
    ])
  },
  {
    rule: 'A number is normalised before it is answered.',
    source: guidePage('HowItWorks.NamingRulesDataTypes'),
    explains: ({ path, ours, local }) => inFull(path, ours) === inFull(path, local),
    example: onTable([
      'UpdateItem',
      {
        Key: KEY,
        AttributeUpdates: { n: { Action: 'ADD', Value: { N: '1.50' } } },
        ReturnValues: 'ALL_NEW'
      }
    ])
  }
]

/** Explains that an operation consumes more, or less, than DynamoDB Local says. */
function ofCapacity(operation: string, which: 'more' | 'less'): KnownDifference['explains'] {
  return ({ step, path, ours, local }: Difference) => {
    if (step.operation !== operation || !CAPACITY.test(path)) return false
    return which === 'more' ? isMore(ours, local) : isMore(local, ours)
  }
}

/** Units that one has not are fewer. */
function isMore(one: unknown, other: unknown): boolean {
  return (
    other === undefined || (typeof one === 'number' && typeof other === 'number' && one > other)
  )
}

function isOfIndex({ step }: Difference, kind: string): boolean {
  return String(step.input.IndexName).startsWith(kind)
}

function isEmptyPage(path: string, page: unknown): boolean {
  return /^pages\.\d+$/.test(path) && (page as { ScannedCount?: number }).ScannedCount === 0
}

/** The text of an answer in which equal numbers are written in one way. */
function inFull(path: string, answer: unknown): string {
  if (/\.(N|NS\.\d+)$/.test(path) && typeof answer === 'string') return inFullDigits(answer)
  const plain: unknown = JSON.parse(JSON.stringify(answer ?? null), (name, value: unknown) => {
    if (name === 'N' && typeof value === 'string') return inFullDigits(value)
    if (name === 'NS' && Array.isArray(value)) return value.map(inFullDigits)
    return value
  })
  return JSON.stringify(normalise('', Array.isArray(plain) ? sortedItems(plain) : plain))
}

function hasUpdateWithoutAction(updates: unknown): boolean {
  return Object.values(updates ?? {}).some((update) => !update?.Action)
}
