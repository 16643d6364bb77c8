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
    explains: ofCapacity('BatchGetItem'),
    example: onTable([
      'BatchGetItem',
      { RequestItems: { '@@1': { Keys: [KEY] } }, ReturnConsumedCapacity: 'TOTAL' }
    ])
  },
  {
    rule: 'What a local index does not project is read from the table, which consumes units of it.',
    source: guidePage('LSI'),
    explains: (difference) =>
      ofCapacity('Scan')(difference) && /^local/.test(String(difference.step.input.IndexName)),
    example: onTable(
      ['PutItem', { Item: { ...KEY, l: { S: 'l' }, a: { S: 'a' } } }],
      ['Scan', { IndexName: 'local', ProjectionExpression: 'a', ReturnConsumedCapacity: 'TOTAL' }]
    )
  },
  {
    rule: 'Deleting an item that is not there consumes one unit, in a batch too.',
    source: guidePage('read-write-operations'),
    explains: ofCapacity('BatchWriteItem'),
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
    explains: ofCapacity('TransactWriteItems'),
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
    explains: (difference) => ofCapacity('DeleteItem')(difference) && difference.ours === undefined,
    example: onTable(['DeleteItem', { Key: KEY, ReturnValues: 'ALL_OLD' }])
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

function ofCapacity(operation: string): KnownDifference['explains'] {
  return ({ step, path }: Difference) => step.operation === operation && CAPACITY.test(path)
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
