import { failureOf } from '../difference.ts'
import type { Failure } from '../outcome.ts'
import { inFullDigits } from './number.ts'
import { isOfTwoPhases } from './order.ts'
import type { KnownDifference } from './rule.ts'
import {
  any,
  apiPage,
  CONFORMANCE_TESTS,
  DYNALITE_TESTS,
  failuresOf,
  guidePage,
  KEY,
  onTable,
  refusesAlone,
  words
} from './rule.ts'

const MODEL =
  /^ValidationException: (\d+ validation errors? detected: |The \w+ parameter (is|must)|The parameter '\w+' is required)/
const WRONG_TYPE = /^SerializationException: /
const ANY = /^/
const NO_TABLE = /^ResourceNotFoundException: /
const INVALID = /^ValidationException: /
const CANCELED = /^TransactionCanceledException: /
const TABLE =
  /^ValidationException: (One or more parameter values were invalid|Invalid KeySchema|Both the Hash Key and the Range Key element)/
const TWICE = /cannot include multiple operations on one item/
const KEY_OF_ANOTHER_FORM =
  /The number of conditions on the keys is invalid|Type mismatch for key|One of the required keys was not given a value|Invalid attribute value type|Supplied AttributeValue is empty|cannot be converted into a number|Type mismatch for Index Key|Item to put in PutItem cannot be null|may not contain null or empty values/
const LEGACY = /ComparisonOperator|BETWEEN condition|AttributeValueList|Comparison type|Exists/
const UPDATE_MEETS_ITEM =
  /^ValidationException: (The document path provided in the update expression is invalid for update|The provided expression refers to an attribute that does not exist in the item|An operand in the update expression has an incorrect data type|.*significant digits.*|.*precision up to.*|Number (over|under)flow.*)$/

const CHECK = {
  ConditionCheck: { TableName: '@@1', Key: KEY, ConditionExpression: 'attribute_exists(a)' }
}
const THROUGHPUT = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 }

/** What is refused in other words, in another order or by one of the two alone. */
export const refusals: readonly KnownDifference[] = [
  {
    rule: 'DynamoDB Local fails by itself.',
    source: apiPage('CommonErrors'),
    explains: ({ local }) => failureOf(local)?.type === 'InternalFailure',
    example: onTable(['Query', { Limit: 2_147_483_648 }])
  },
  {
    rule: 'What the model of the API says of a member is checked first, all of it, in words of its own.',
    source: CONFORMANCE_TESTS,
    explains: any(words(MODEL, ANY), refusesAlone(MODEL)),
    example: onTable(['GetItem', { Key: KEY, ReturnConsumedCapacity: 'nothing' }])
  },
  {
    rule: 'A member of another type than the model says is a SerializationException.',
    source: apiPage('CommonErrors'),
    explains: any(words(WRONG_TYPE, ANY), refusesAlone(WRONG_TYPE)),
    example: onTable(['GetItem', { Key: KEY, ProjectionExpression: 5 }])
  },
  {
    rule: 'A table that is not there is told as a resource that was not found.',
    source: guidePage('Programming.Errors'),
    explains: words(NO_TABLE, NO_TABLE),
    example: onTable(['GetItem', { TableName: '@@9', Key: KEY }])
  },
  {
    rule: 'A table that is there already is named.',
    source: DYNALITE_TESTS,
    explains: words(/^ResourceInUseException: /, /^ResourceInUseException: /),
    example: [...onTable(), ...onTable()]
  },
  {
    rule: 'A request is checked before its table is looked for.',
    source: CONFORMANCE_TESTS,
    explains: any(words(INVALID, NO_TABLE), words(NO_TABLE, INVALID)),
    example: onTable(['GetItem', { TableName: '@@9', Key: KEY, ProjectionExpression: 'a,' }])
  },
  {
    rule: 'A key that is not of the table’s form is told in one sentence.',
    source: CONFORMANCE_TESTS,
    explains: words(/The provided key element does not match the schema$/, KEY_OF_ANOTHER_FORM),
    example: onTable(['GetItem', { Key: { p: { S: 'a' } } }])
  },
  {
    rule: 'An item’s key that is missing or of another type is named.',
    source: DYNALITE_TESTS,
    explains: words(
      /One or more parameter values were invalid: (Missing the key .* in the item|Type mismatch for (Index )?[Kk]ey)/,
      KEY_OF_ANOTHER_FORM
    ),
    example: onTable(['PutItem', { Item: { p: { S: 'a' } } }])
  },
  {
    rule: 'A number that is none, too large, too small or too long is told in words of its own.',
    source: DYNALITE_TESTS,
    explains: words(
      /Attempting to store more than 38 significant digits in a Number|cannot be converted to a numeric value|Number (over|under)flow/,
      /only supports precision up to 38 digits|cannot be converted into a number|Number (over|under)flow/
    ),
    example: onTable(['PutItem', { Item: { ...KEY, n: { N: 'x' } } }])
  },
  {
    rule: 'An update names two paths that overlap; DynamoDB Local’s second may be another one.',
    source: guidePage('Expressions.UpdateExpressions'),
    explains: (difference) => {
      const [ours, local] = failuresOf(difference) ?? []
      const first = (failure?: Failure) =>
        failure?.message.match(
          /^.*Two document paths (overlap|conflict).*path one: .*, path two/
        )?.[0]
      return first(ours) !== undefined && first(ours) === first(local)
    },
    example: onTable(['UpdateItem', { Key: KEY, UpdateExpression: 'REMOVE a, a, b' }])
  },
  {
    rule: 'Of several actions that the item does not fit, which is told is each one’s own.',
    source: guidePage('Expressions.UpdateExpressions'),
    explains: words(UPDATE_MEETS_ITEM, UPDATE_MEETS_ITEM),
    example: onTable([
      'UpdateItem',
      {
        Key: KEY,
        UpdateExpression: 'SET z = n, b[0] = :a',
        ExpressionAttributeValues: { ':a': { S: 'a' } }
      }
    ])
  },
  {
    rule: 'An action of a transaction that its item does not fit cancels the transaction.',
    source: CONFORMANCE_TESTS,
    explains: words(CANCELED, INVALID),
    example: onTable([
      'TransactWriteItems',
      {
        TransactItems: [{ Update: { TableName: '@@1', Key: KEY, UpdateExpression: 'REMOVE a.b' } }]
      }
    ])
  },
  {
    rule: 'The sentence of a condition check that failed ends without a full stop.',
    source: apiPage('API_TransactWriteItems'),
    explains: words(CANCELED, CANCELED),
    example: onTable([
      'TransactWriteItems',
      {
        TransactItems: [CHECK]
      }
    ])
  },
  {
    rule: 'A start key that no page of the query ends with is outside its boundaries.',
    source: DYNALITE_TESTS,
    explains: any(
      words(
        /starting key|at most one row|The provided key element does not match the schema|Size of hashkey|size of all range keys|The AttributeValue for a key attribute/,
        /starting key|at most one row|Exclusive Start Key|Type mismatch for attribute to update|Supplied AttributeValue/
      ),
      refusesAlone(/The provided starting key is invalid/)
    ),
    example: onTable([
      'Query',
      {
        KeyConditionExpression: 'p = :p',
        ExpressionAttributeValues: { ':p': { S: 'b' } },
        ExclusiveStartKey: KEY
      }
    ])
  },
  {
    rule: 'ReturnValues of a put or a deletion are ALL_OLD or NONE.',
    source: DYNALITE_TESTS,
    explains: words(
      /ReturnValues can only be ALL_OLD or NONE/,
      /Return values set to invalid value/
    ),
    example: onTable(['PutItem', { Item: KEY, ReturnValues: 'ALL_NEW' }])
  },
  {
    rule: 'An update that takes nothing away and adds nothing is none of a table.',
    source: apiPage('API_UpdateTable'),
    explains: words(/At least one of ProvisionedThroughput/, /Nothing to update/),
    example: onTable(['UpdateTable', {}])
  },
  {
    rule: 'A set with an element twice is told with its elements.',
    source: DYNALITE_TESTS,
    explains: words(
      /Input collection .* contains duplicates/,
      /Input collection .*contains duplicates/
    ),
    example: onTable(['PutItem', { Item: { ...KEY, a: { BS: ['AA==', 'AA=='] } } }])
  },
  {
    rule: 'A key that is too long is told by its kind.',
    source: DYNALITE_TESTS,
    explains: words(
      /Size of hashkey has exceeded|size of all range keys has exceeded/,
      /Hash primary key values must be under 2048 bytes|Size limit exceeded/
    ),
    example: onTable(['GetItem', { Key: { p: { S: 'x'.repeat(2049) }, s: { S: 'a' } } }])
  },
  {
    rule: 'The attribute that holds the time to live is named.',
    source: CONFORMANCE_TESTS,
    explains: words(/TimeToLive is active on a different/, /TimeToLive is active on a different/),
    example: onTable(
      ['UpdateTimeToLive', { TimeToLiveSpecification: { Enabled: true, AttributeName: 'a' } }],
      ['UpdateTimeToLive', { TimeToLiveSpecification: { Enabled: true, AttributeName: 'b' } }]
    )
  },
  {
    rule: 'On-demand tables have no provisioned throughput to change.',
    source: apiPage('API_UpdateTable'),
    explains: refusesAlone(/when BillingMode is PAY_PER_REQUEST/),
    example: onTable(['UpdateTable', { ProvisionedThroughput: THROUGHPUT }])
  },
  {
    rule: 'Bounds are told with their numbers normalised.',
    source: guidePage('HowItWorks.NamingRulesDataTypes'),
    explains: (difference) => {
      const [ours, local] = failuresOf(difference) ?? []
      const plain = (failure?: Failure) =>
        failure?.message.replaceAll(
          /\{N:(.*?)\}/g,
          (_, number: string) => `{N:${inFullDigits(number)}}`
        )
      return /BETWEEN operator/.test(local?.message ?? '') && plain(ours) === plain(local)
    },
    example: onTable([
      'Scan',
      {
        FilterExpression: 'a BETWEEN :a AND :b',
        ExpressionAttributeValues: { ':a': { N: '1e1' }, ':b': { N: '1' } }
      }
    ])
  },
  {
    rule: 'An update expression that is too long is told with its size.',
    source: DYNALITE_TESTS,
    explains: words(
      /Expression size has exceeded.*expression size: \d+$/,
      /Expression size has exceeded/
    ),
    example: onTable(['UpdateItem', { Key: KEY, UpdateExpression: `REMOVE ${'a'.repeat(4096)}` }])
  },
  {
    rule: 'ALL_PROJECTED_ATTRIBUTES need an index, whatever else is asked for.',
    source: DYNALITE_TESTS,
    explains: words(/ALL_PROJECTED_ATTRIBUTES can be used only when/, /ALL_PROJECTED_ATTRIBUTES/),
    example: onTable(['Scan', { Select: 'ALL_PROJECTED_ATTRIBUTES' }])
  },
  {
    rule: 'A global index has no consistent reads.',
    source: DYNALITE_TESTS,
    explains: words(
      /Consistent reads are not supported on global secondary indexes/,
      /Consistent read cannot be true/
    ),
    example: onTable(['Scan', { IndexName: 'global', ConsistentRead: true }])
  },
  {
    rule: 'A key of an index is of its type, in an update too.',
    source: DYNALITE_TESTS,
    explains: refusesAlone(/Type mismatch for Index Key|Size of hashkey|size of all range keys/),
    example: onTable([
      'UpdateItem',
      {
        Key: KEY,
        UpdateExpression: 'SET g = :g',
        ExpressionAttributeValues: { ':g': { N: '1' } }
      }
    ])
  },
  {
    rule: 'ConditionalOperator without a condition is told as such.',
    source: DYNALITE_TESTS,
    explains: words(
      /ConditionalOperator cannot be used without/,
      /Can not use both expression and non-expression parameters/
    ),
    example: onTable([
      'PutItem',
      { Item: KEY, ConditionExpression: 'attribute_exists(a)', ConditionalOperator: 'AND' }
    ])
  },
  {
    rule: 'Key conditions are one or two.',
    source: DYNALITE_TESTS,
    explains: words(
      /Conditions can be of length 1 or 2 only/,
      /Either the KeyConditions or KeyConditionExpression/
    ),
    example: onTable(['Query', { KeyConditions: {} }])
  },
  {
    rule: 'The key that a query’s condition lacks is named.',
    source: CONFORMANCE_TESTS,
    explains: words(
      /Query condition missed key schema element: /,
      /Query condition missed key schema element$/
    ),
    example: onTable([
      'Query',
      { KeyConditionExpression: 's = :s', ExpressionAttributeValues: { ':s': { S: 'a' } } }
    ])
  },
  {
    rule: 'A comparison that no index serves is refused as such, in a partition key too.',
    source: DYNALITE_TESTS,
    explains: words(
      /not an indexable operation/,
      /Query key condition not supported|Only scalar types/
    ),
    example: onTable([
      'Query',
      { KeyConditions: { p: { ComparisonOperator: 'IN', AttributeValueList: [{ S: 'a' }] } } }
    ])
  },
  {
    rule: 'Of several legacy conditions that are wrong, which is told is each one’s own.',
    source: guidePage('LegacyConditionalParameters'),
    explains: words(LEGACY, LEGACY),
    example: onTable([
      'Query',
      {
        KeyConditions: { p: { ComparisonOperator: 'EQ', AttributeValueList: [] } },
        QueryFilter: { a: { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [{ N: '1' }] } }
      }
    ])
  },
  {
    rule: 'What is wrong with the keys, the indexes or the throughput of a table is told by name.',
    source: CONFORMANCE_TESTS,
    explains: (difference) =>
      /^(Create|Update)Table$/.test(difference.step.operation) &&
      any(refusesAlone(TABLE), words(TABLE, INVALID))(difference),
    example: onTable([
      'CreateTable',
      {
        TableName: '@@2',
        KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }],
        AttributeDefinitions: [
          { AttributeName: 'p', AttributeType: 'S' },
          { AttributeName: 'a', AttributeType: 'S' }
        ],
        BillingMode: 'PAY_PER_REQUEST'
      }
    ])
  },
  {
    rule: 'No two actions of a transaction are on one item, checks among them.',
    source: apiPage('API_TransactWriteItems'),
    explains: any(words(TWICE, CANCELED), refusesAlone(TWICE)),
    example: onTable(['TransactWriteItems', { TransactItems: [CHECK, CHECK] }])
  },
  {
    rule: 'A path leads into no key, in a condition check of a transaction too.',
    source: guidePage('Expressions.Attributes'),
    explains: (difference) =>
      difference.step.operation === 'TransactWriteItems' &&
      refusesAlone(CANCELED)(difference) &&
      JSON.stringify(difference.ours).includes('Key attributes must be scalars'),
    example: onTable([
      'TransactWriteItems',
      {
        TransactItems: [
          {
            ConditionCheck: {
              TableName: '@@1',
              Key: KEY,
              ConditionExpression: 'attribute_not_exists(g[0])'
            }
          }
        ]
      }
    ])
  },
  {
    rule: 'A start key within the bounds of a query is one that a page may end with.',
    source: apiPage('API_Query'),
    explains: ({ step, path, local }) =>
      path === 'outcome' &&
      step.operation === 'Query' &&
      /starting key does not match the range key predicate/.test(failureOf(local)?.message ?? ''),
    example: onTable([
      'Query',
      {
        KeyConditionExpression: 'p = :p AND s BETWEEN :s AND :s',
        ExpressionAttributeValues: { ':p': KEY.p, ':s': KEY.s },
        ExclusiveStartKey: KEY
      }
    ])
  },
  {
    rule: 'A type that ADD or DELETE do not take is named as in JSON.',
    source: DYNALITE_TESTS,
    explains: words(
      /action .*is not supported for the type/,
      /action .*is not supported for the type/
    ),
    example: onTable([
      'UpdateItem',
      { Key: KEY, AttributeUpdates: { a: { Action: 'ADD', Value: { S: 'a' } } } }
    ])
  },
  {
    rule: 'Of two expressions that are wrong, which is told is each one’s own.',
    source: guidePage('Expressions'),
    explains: (difference) => {
      const kinds = failuresOf(difference)?.map(
        ({ message }) => /^Invalid \w+Expression/.exec(message)?.[0]
      )
      return kinds?.every((kind) => kind !== undefined) === true && kinds[0] !== kinds[1]
    },
    example: onTable(['Query', { KeyConditionExpression: '\t', ProjectionExpression: 'a, a' }])
  },
  {
    rule: 'SIZE is a reserved word.',
    source: guidePage('ReservedWords'),
    explains: any(words(/reserved keyword: size$/i, ANY), refusesAlone(/reserved keyword: size$/i)),
    example: onTable(['GetItem', { Key: KEY, ProjectionExpression: 'size' }])
  },
  {
    rule: 'An attribute that is asked for twice is named.',
    source: DYNALITE_TESTS,
    explains: words(
      /Duplicate value in attribute name/,
      /Cannot have two attributes with the same name/
    ),
    example: onTable(['GetItem', { Key: KEY, AttributesToGet: ['a', 'a'] }])
  },
  {
    rule: 'Throughput that does not change is told with its numbers.',
    source: DYNALITE_TESTS,
    explains: words(
      /The provisioned throughput for the .* will not change/,
      /equals the current value/
    ),
    example: [
      {
        operation: 'CreateTable',
        input: {
          TableName: '@@1',
          KeySchema: [{ AttributeName: 'p', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'p', AttributeType: 'S' }],
          ProvisionedThroughput: THROUGHPUT
        },
        faults: 0
      },
      {
        operation: 'UpdateTable',
        input: { TableName: '@@1', ProvisionedThroughput: THROUGHPUT },
        faults: 0
      }
    ]
  },
  {
    rule: 'Indexes are made in an order of their own, and DynamoDB Local makes few at a time.',
    source: apiPage('API_UpdateTable'),
    explains: ({ local }) =>
      /^(LimitExceeded|ResourceInUse)Exception$/.test(failureOf(local)?.type ?? '')
  },
  {
    rule: 'Of several faults in a request, which is told is each one’s own.',
    source: apiPage('CommonErrors'),
    explains: (difference) => difference.step.faults > 1 && failuresOf(difference) !== undefined,
    example: onTable([
      'GetItem',
      { Key: { p: { S: 'a' }, s: { N: 'x' } }, ProjectionExpression: 'a a' }
    ]).map((step) => ({ ...step, faults: 2 }))
  },
  {
    rule: 'Of two faults the one is told that is looked for first.',
    source: CONFORMANCE_TESTS,
    explains: isOfTwoPhases,
    example: onTable([
      'GetItem',
      { Key: { p: { S: 'a' }, s: { N: 'x' } }, ProjectionExpression: 'a a' }
    ])
  }
]
