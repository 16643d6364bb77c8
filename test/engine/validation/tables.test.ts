import t from 'tap'
import { readRequest } from '../../../src/engine/validation/read-request.ts'
import { refusal } from '../refusal.ts'

const HASH = { AttributeName: 'p', KeyType: 'HASH' }
const RANGE = { AttributeName: 's', KeyType: 'RANGE' }
const define = (...names: string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' }))
const index = (IndexName: string, KeySchema: unknown[], more = {}) => ({
  IndexName,
  KeySchema,
  Projection: { ProjectionType: 'ALL' },
  ...more
})
const TABLE = {
  TableName: 'table',
  KeySchema: [HASH, RANGE],
  AttributeDefinitions: define('p', 's'),
  BillingMode: 'PAY_PER_REQUEST'
}
const one = 'ValidationException: One or more parameter values were invalid:'

t.test('a table that can be made', async (t) => {
  t.same(readRequest('CreateTable', TABLE), TABLE)
})

t.test('a table that cannot be made is refused', async (t) => {
  const local = [
    { AttributeName: 'p', KeyType: 'HASH' },
    { AttributeName: 'l', KeyType: 'RANGE' }
  ]
  for (const [change, words] of [
    [
      { BillingMode: undefined },
      `${one} ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED`
    ],
    [
      { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      `${one} Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST`
    ],
    [
      { AttributeDefinitions: define('p') },
      'ValidationException: Invalid KeySchema: Some index key attribute have no definition'
    ],
    [
      { AttributeDefinitions: define('p', 'x') },
      `${one} Some index key attributes are not defined in AttributeDefinitions. Keys: [p, s], AttributeDefinitions: [p, x]`
    ],
    [
      { AttributeDefinitions: define('p', 's', 'x') },
      `${one} Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions`
    ],
    [
      { KeySchema: [RANGE, HASH] },
      'ValidationException: Invalid KeySchema: The first KeySchemaElement is not a HASH key type'
    ],
    [
      { KeySchema: [HASH, { ...HASH, KeyType: 'RANGE' }] },
      'ValidationException: Both the Hash Key and the Range Key element in the KeySchema have the same name'
    ],
    [{ LocalSecondaryIndexes: [] }, `${one} List of LocalSecondaryIndexes is empty`],
    [{ GlobalSecondaryIndexes: [] }, `${one} List of GlobalSecondaryIndexes is empty`],
    [
      {
        KeySchema: [HASH],
        AttributeDefinitions: define('p', 'l'),
        LocalSecondaryIndexes: [index('local', local)]
      },
      `${one} Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex`
    ],
    [
      { LocalSecondaryIndexes: [index('local', [HASH])] },
      `${one} Index KeySchema does not have a range key for index: local`
    ],
    [
      {
        AttributeDefinitions: define('p', 's', 'l'),
        LocalSecondaryIndexes: [index('same', local)],
        GlobalSecondaryIndexes: [index('same', local)]
      },
      `${one} Duplicate index name: same`
    ],
    [
      {
        AttributeDefinitions: define('p', 's', 'l'),
        GlobalSecondaryIndexes: [index('gix', local, { Projection: {} })]
      },
      `${one} Unknown ProjectionType: null`
    ],
    [
      {
        GlobalSecondaryIndexes: [
          index('gix', [HASH], { Projection: { ProjectionType: 'ALL', NonKeyAttributes: ['a'] } })
        ]
      },
      `${one} ProjectionType is ALL, but NonKeyAttributes is specified`
    ],
    [
      {
        BillingMode: 'PROVISIONED',
        ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1e13 }
      },
      'ValidationException: Given value 10000000000000 for WriteCapacityUnits is out of bounds'
    ],
    [
      {
        LocalSecondaryIndexes: Array.from({ length: 6 }, (_, i) =>
          index(`local${i}`, [HASH, RANGE])
        )
      },
      `${one} Number of LocalSecondaryIndexes exceeds per-table limit of 5`
    ]
  ] as [object, string][]) {
    t.equal(
      refusal(() => readRequest('CreateTable', { ...TABLE, ...change })),
      words
    )
  }
})

t.test('an update of a table says what is to change', async (t) => {
  for (const [change, words] of [
    [
      {},
      'ValidationException: At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required'
    ],
    [
      { BillingMode: 'PROVISIONED' },
      `${one} ProvisionedThroughput must be specified when BillingMode is PROVISIONED`
    ],
    [
      { GlobalSecondaryIndexUpdates: [{}] },
      `${one} One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null`
    ],
    [
      {
        GlobalSecondaryIndexUpdates: [
          { Delete: { IndexName: 'gix' } },
          { Delete: { IndexName: 'gix' } }
        ]
      },
      `${one} Only one global secondary index update per index is allowed simultaneously. Index: gix`
    ]
  ] as [object, string][]) {
    t.equal(
      refusal(() => readRequest('UpdateTable', { TableName: 'table', ...change })),
      words
    )
  }
})

t.test('tags are of a table that is named by its ARN', async (t) => {
  const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/table'
  t.same(readRequest('TagResource', { ResourceArn, Tags: [{ Key: 'a', Value: '' }] }), {
    ResourceArn,
    Tags: [{ Key: 'a', Value: '' }]
  })
  for (const [operation, input, words] of [
    ['UntagResource', { ResourceArn }, /Value null at 'tagKeys'/],
    ['TagResource', { ResourceArn, Tags: [] }, /Atleast one Tag needs to be provided as Input\./],
    [
      'ListTagsOfResource',
      { ResourceArn: 'a:b:c:d:e:f/g' },
      /Invalid TableArn: Invalid ResourceArn/
    ],
    ['TagResource', { ResourceArn: 'x', Tags: [] }, /Invalid TableArn: Invalid ResourceArn/]
  ] as const) {
    t.match(
      refusal(() => readRequest(operation, input)),
      words
    )
  }
})
