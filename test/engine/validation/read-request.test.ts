import t from 'tap'
import { isOperationName, readRequest } from '../../../src/engine/validation/read-request.ts'
import type { OperationName } from '../../../src/engine/validation/requests.ts'
import { refusal } from '../refusal.ts'

const KEY = { id: { S: 'a' } }
const told = (operation: OperationName, input: unknown): string =>
  refusal(() => readRequest(operation, input))
const invalid = (words: string): string => `ValidationException: ${words}`
const fault = (value: string, path: string, rule: string): string =>
  `Value ${value} at '${path}' failed to satisfy constraint: ${rule}`
const one = (...args: [string, string, string]): string =>
  invalid(`1 validation error detected: ${fault(...args)}`)

t.test('the calls that there are', async (t) => {
  t.ok(isOperationName('PutItem'))
  for (const name of ['constructor', '__proto__', 'putItem', 'CreateBackup', '']) {
    t.notOk(isOperationName(name), name)
  }
})

t.test('JSON of the wrong type is told in words of the parser', async (t) => {
  const wrong = (words: string): string => `SerializationException: ${words}`
  const put = (value: unknown) => ({ TableName: 'table', Item: { id: value } })
  const nowhere = 'Start of structure or map found where not expected'
  const bytes = 'only base-64-encoded strings are convertible to bytes'
  for (const [operation, input, words] of [
    ['PutItem', [], 'Start of structure or map expected'],
    ['PutItem', 5, 'Start of structure or map expected'],
    ['PutItem', { TableName: 5 }, 'NUMBER_VALUE cannot be converted to String'],
    ['PutItem', { TableName: 1.5 }, 'DECIMAL_VALUE cannot be converted to String'],
    ['PutItem', { TableName: true }, 'TRUE_VALUE cannot be converted to String'],
    ['PutItem', { TableName: [] }, 'Unrecognized collection type class java.lang.String'],
    ['PutItem', { TableName: {} }, nowhere],
    ['PutItem', { Item: 'x' }, 'Unexpected field type'],
    [
      'PutItem',
      { Item: [] },
      'Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>'
    ],
    ['PutItem', put('x'), 'Unexpected value type in payload'],
    [
      'PutItem',
      put([]),
      'Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue'
    ],
    ['PutItem', put({ S: 5 }), 'NUMBER_VALUE cannot be converted to String'],
    ['PutItem', put({ B: 5 }), bytes],
    ['PutItem', put({ BS: [true] }), bytes],
    [
      'PutItem',
      put({ B: 'abc' }),
      'Base64 encoded length is expected a multiple of 4 bytes but found: 3'
    ],
    ['PutItem', put({ B: 'YR==' }), 'Invalid last non-pad Base64 character dectected'],
    ['PutItem', put({ SS: 'a' }), 'Unexpected field type'],
    ['PutItem', put({ L: {} }), nowhere],
    ['PutItem', put({ M: 'x' }), 'Unexpected field type'],
    ['PutItem', put({ BOOL: 'perhaps' }), 'Unexpected token received from parser'],
    ['Query', { Limit: '5' }, 'STRING_VALUE cannot be converted to Integer'],
    ['Query', { Limit: 2 ** 31 }, 'NUMBER_VALUE cannot be converted to Integer'],
    ['CreateTable', { KeySchema: 'x' }, 'Unexpected field type'],
    ['CreateTable', { KeySchema: ['x'] }, 'Unexpected value type in payload'],
    ['CreateTable', { ProvisionedThroughput: 5 }, 'Unexpected field type']
  ] as [OperationName, unknown, string][]) {
    t.equal(told(operation, input), wrong(words))
  }
})

t.test('a table has a name, of which is told before all else', async (t) => {
  const long = 'a'.repeat(256)
  for (const [operation, TableName, words] of [
    ['PutItem', '', one("''", 'tableName', 'Member must have length greater than or equal to 1')],
    [
      'PutItem',
      long,
      one(`'${long}'`, 'tableName', 'Member must have length less than or equal to 255')
    ],
    [
      'PutItem',
      'a b',
      one("'a b'", 'tableName', 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+')
    ],
    [
      'CreateTable',
      'ab',
      one("'ab'", 'tableName', 'Member must have length greater than or equal to 3')
    ],
    [
      'DescribeTable',
      undefined,
      invalid("The parameter 'TableName' is required but was not present in the request")
    ]
  ] as [OperationName, string | undefined, string][]) {
    t.equal(told(operation, { TableName, ReturnValues: 'no' }), words)
  }
  const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/table'
  t.equal(readRequest('GetItem', { TableName: arn, Key: KEY }).TableName, arn)
})

t.test('all constraints are told in one message', async (t) => {
  const values =
    'Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]'
  t.equal(
    told('PutItem', {}),
    invalid(
      `2 validation errors detected: ${fault('null', 'tableName', 'Member must not be null')}; ${fault('null', 'item', 'Member must not be null')}`
    )
  )
  t.equal(
    told('UpdateItem', {
      TableName: 'table',
      Key: KEY,
      ReturnValues: 'no',
      ReturnConsumedCapacity: 'yes'
    }),
    invalid(
      `2 validation errors detected: ${fault("'yes'", 'returnConsumedCapacity', 'Member must satisfy enum value set: [INDEXES, TOTAL, NONE]')}; ${fault("'no'", 'returnValues', values)}`
    )
  )
  t.match(
    told('CreateTable', {
      TableName: 'table',
      KeySchema: [{ KeyType: 'X' }, {}],
      AttributeDefinitions: Array(9).fill({ AttributeType: 'X' })
    }),
    /^ValidationException: 10 validation errors detected: /,
    'ten at most'
  )
})

t.test('places in lists, maps and structures', async (t) => {
  for (const [operation, input, words] of [
    [
      'CreateTable',
      {
        TableName: 'table',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'INVALID' }]
      },
      one(
        "'INVALID'",
        'keySchema.1.member.keyType',
        'Member must satisfy enum value set: [HASH, RANGE]'
      )
    ],
    [
      'Scan',
      { TableName: 'table', ScanFilter: { n: { ComparisonOperator: 'NO' } } },
      one(
        "'NO'",
        'scanFilter.n.member.comparisonOperator',
        'Member must satisfy enum value set: [IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]'
      )
    ],
    [
      'Scan',
      { TableName: 'table', Limit: 0 },
      one("'0'", 'limit', 'Member must have value greater than or equal to 1')
    ],
    [
      'TransactWriteItems',
      { TransactItems: [{ Put: { TableName: 'table' } }] },
      one('null', 'transactItems.1.member.put.item', 'Member must not be null')
    ],
    [
      'TransactGetItems',
      { TransactItems: [] },
      one("'[]'", 'transactItems', 'Member must have length greater than or equal to 1')
    ],
    [
      'CreateTable',
      {
        TableName: 'table',
        AttributeDefinitions: [],
        KeySchema: [
          { AttributeName: 'a', KeyType: 'HASH' },
          { AttributeName: 'b', KeyType: 'RANGE' },
          { AttributeName: 'c', KeyType: 'RANGE' }
        ]
      },
      one(
        "'[KeySchemaElement(attributeName=a, keyType=HASH), KeySchemaElement(attributeName=b, keyType=RANGE), KeySchemaElement(attributeName=c, keyType=RANGE)]'",
        'keySchema',
        'Member must have length less than or equal to 2'
      )
    ]
  ] as [OperationName, unknown, string][]) {
    t.equal(told(operation, input), words)
  }
})

t.test('what depends on several members', async (t) => {
  const query = { TableName: 'table', KeyConditionExpression: 'id = :id' }
  const values = { ':id': { S: 'a' } }
  for (const [operation, input, words] of [
    [
      'PutItem',
      { TableName: 'table', Item: KEY, ReturnValues: 'ALL_NEW' },
      'ReturnValues can only be ALL_OLD or NONE'
    ],
    [
      'PutItem',
      { TableName: 'table', Item: { ...KEY, s: { S: 'x'.repeat(409_600) } } },
      'Item size has exceeded the maximum allowed size'
    ],
    [
      'PutItem',
      { TableName: 'table', Item: KEY, ExpressionAttributeValues: values },
      'ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null'
    ],
    [
      'UpdateItem',
      { TableName: 'table', Key: KEY, ExpressionAttributeValues: values },
      'ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null'
    ],
    [
      'GetItem',
      { TableName: 'table', Key: KEY, ExpressionAttributeNames: { '#a': 'a' } },
      'ExpressionAttributeNames can only be specified when using expressions'
    ],
    [
      'UpdateItem',
      {
        TableName: 'table',
        Key: KEY,
        UpdateExpression: 'REMOVE a',
        AttributeUpdates: {},
        Expected: {}
      },
      'Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {AttributeUpdates, Expected} Expression parameters: {UpdateExpression}'
    ],
    [
      'Query',
      { TableName: 'table' },
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.'
    ],
    [
      'Query',
      { ...query, ExpressionAttributeValues: values, Select: 'COUNT', ProjectionExpression: 'a' },
      'Cannot specify the ProjectionExpression when choosing to get only the Count'
    ],
    [
      'Query',
      { ...query, ExpressionAttributeValues: values, Select: 'SPECIFIC_ATTRIBUTES' },
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES'
    ],
    [
      'Query',
      { ...query, Limit: 0 },
      "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1"
    ],
    [
      'Scan',
      { TableName: 'table', Segment: 0 },
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present'
    ],
    [
      'Scan',
      { TableName: 'table', TotalSegments: 4 },
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present'
    ],
    [
      'Scan',
      { TableName: 'table', Segment: 5, TotalSegments: 5 },
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5'
    ],
    [
      'BatchGetItem',
      { RequestItems: {} },
      'The requestItems parameter is required for BatchGetItem'
    ],
    [
      'BatchGetItem',
      { RequestItems: { table: { Keys: Array.from({ length: 101 }, () => KEY) } } },
      "1 validation error detected: Value at 'RequestItems.table.member.Keys' failed to satisfy constraint: Member must have length less than or equal to 100"
    ],
    [
      'BatchWriteItem',
      { RequestItems: { table: [{}] } },
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes'
    ],
    [
      'TransactWriteItems',
      { TransactItems: [{}] },
      'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request'
    ],
    ['TagResource', {}, 'Invalid TableArn']
  ] as [OperationName, unknown, string][]) {
    t.equal(told(operation, input), invalid(words))
  }
})

t.test(
  'nulls, and members that the call does not know, are as if they were not there',
  async (t) => {
    t.same(
      readRequest('GetItem', { TableName: 'table', Key: KEY, ConsistentRead: null, Other: [] }),
      { TableName: 'table', key: KEY }
    )
  }
)

t.test('what is read of a call: values canonical, expressions parsed', async (t) => {
  const request = readRequest('UpdateItem', {
    TableName: 'table',
    Key: { id: { N: '1.0' } },
    UpdateExpression: 'SET #a = :a',
    ConditionExpression: 'attribute_exists(id)',
    ExpressionAttributeNames: { '#a': 'name' },
    ExpressionAttributeValues: { ':a': { NS: ['2', '01'] } },
    ReturnValues: 'ALL_NEW'
  })
  t.same(request.key, { id: { N: '1' } })
  t.same(request.update?.actions, [
    { kind: 'SET', path: ['name'], operand: { kind: 'value', value: { NS: ['1', '2'] } } }
  ])
  t.same(request.condition, { kind: 'attribute_exists', path: ['id'] })
  t.equal(request.ReturnValues, 'ALL_NEW')
})

t.test('the filter of a Query or Scan is named as it was given', async (t) => {
  const condition = { n: { ComparisonOperator: 'NULL' } }
  t.equal(
    readRequest('Scan', { TableName: 'table', ScanFilter: condition }).filterName,
    'ScanFilter'
  )
  t.equal(
    readRequest('Scan', { TableName: 'table', FilterExpression: 'attribute_exists(a)' }).filterName,
    'Filter Expression'
  )
  t.notOk('filterName' in readRequest('Scan', { TableName: 'table' }))
})
