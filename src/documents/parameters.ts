const REFERENCE = 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference'

// Describes the parameters of the payloads, by AWS's names. The descriptions stand here and not in
// the payloads' schemas, because a function loads those at every start.

/**
 * The description of each parameter by its name, or by `Owner.Name` if the name means something
 * else in that call or type.
 */
export const parameters: Readonly<Record<string, string>> = {
  Item: 'The item, with every attribute of the table’s key. An item of the same key is replaced.',
  Key: 'The primary key of the item: every attribute of the table’s key, and no other.',
  ConditionExpression:
    'A condition on the item as it is. Where it does not hold nothing is written, and the answer is 409.',
  ExpressionAttributeNames:
    'What the placeholders (`#name`) in the expressions stand for: names of attributes, such as reserved words.',
  ExpressionAttributeValues:
    'What the placeholders (`:value`) in the expressions stand for: attribute values as plain JSON.',
  ReturnValuesOnConditionCheckFailure:
    '`ALL_OLD`: where the condition does not hold, the answer has the item as it is, in `Item`, or a ' +
    'transaction’s in `CancellationReasons`.',
  ReturnValues:
    'Which attributes the answer has, in `Attributes`: none, those of before (`OLD`), those of after (`NEW`), or ' +
    'of either only the ones that changed (`UPDATED`).',
  ReturnConsumedCapacity:
    'Whether the answer tells what the call cost, in `ConsumedCapacity`: in `TOTAL`, or by table and index (`INDEXES`).',
  ReturnItemCollectionMetrics:
    '`SIZE`: the answer estimates how large all items of this partition key are, for tables with a local index.',
  ConsistentRead:
    '`true`: the answer has every write that was acknowledged before. It costs twice as much.',
  ProjectionExpression: 'The attributes to return, separated by commas; without it, all of them.',
  UpdateExpression:
    'What to change: `SET` gives values, `ADD` adds to a number or a set, `REMOVE` takes attributes away, ' +
    '`DELETE` takes members out of a set.',
  KeyConditionExpression:
    'Which partition is read, and which sort keys of it: `#pk = :pk`, or `#pk = :pk AND #sk > :from`.',
  ScanIndexForward: '`false`: the last sort key comes first.',
  FilterExpression:
    'Which of the items that were read are returned. What it drops was read all the same, and costs as much.',
  Limit: 'How many items are read at most, before the filter. A page ends at 1 MB in any case.',
  ExclusiveStartKey: 'Where to go on: the `LastEvaluatedKey` of the page before.',
  IndexName: 'The secondary index to read instead of the table.',
  Select:
    'What is returned: all attributes, those that the index has, those of the projection, or only how many items.',
  Segment: 'Which part of a parallel scan this is, counted from 0. It needs `TotalSegments`.',
  TotalSegments: 'Into how many parts a parallel scan divides the table. It needs `Segment`.',
  Expected: 'Legacy, use `ConditionExpression`: conditions by attribute.',
  ConditionalOperator: 'Legacy: whether all conditions must hold (`AND`), or one of them (`OR`).',
  AttributesToGet: 'Legacy, use `ProjectionExpression`: the attributes to return.',
  AttributeUpdates: 'Legacy, use `UpdateExpression`: changes by attribute.',
  ScanFilter: 'Legacy, use `FilterExpression`: conditions by attribute.',
  KeyConditions: 'Legacy, use `KeyConditionExpression`: conditions by attribute of the key.',
  QueryFilter: 'Legacy, use `FilterExpression`: conditions by attribute.',

  Keys: 'The primary keys of the items, 1 to 100, and none of them twice.',
  'BatchWriteItem.Put': 'The items to put: with those to delete 1 to 25, and none of them twice.',
  'BatchWriteItem.Delete': 'The primary keys of the items to delete.',
  'TransactGetItems.TransactItems': 'What to get: 1 to 100 entries `Get`.',
  'TransactWriteItems.TransactItems':
    'What to write: 1 to 100 entries, each of them `Put`, `Update`, `Delete` or `ConditionCheck`, and no two for ' +
    'the same item.',
  TableName: 'The table of this entry; without it, the `tableName` of the envelope.',
  ClientRequestToken:
    'Under it the transaction is applied once, however often it is sent within ten minutes. It cannot be beside an ' +
    '`idempotencyKey`, which does the same.',
  'ListTables.Limit': 'How many names are answered at most.',
  ExclusiveStartTableName: 'Where to go on: the `LastEvaluatedTableName` of the page before.',

  'TransactGetItem.Get': 'Gets an item.',
  'TransactWriteItem.Put': 'Puts an item.',
  'TransactWriteItem.Update': 'Changes attributes of an item.',
  'TransactWriteItem.Delete': 'Deletes an item.',
  'TransactWriteItem.ConditionCheck':
    'Changes nothing, but nothing else is written if its condition does not hold.',

  'ExpectedAttributeValue.Value': 'The value that the attribute must have.',
  'ExpectedAttributeValue.Exists': '`false`: the attribute must be missing.',
  'ExpectedAttributeValue.ComparisonOperator':
    'How the attribute is compared with `AttributeValueList`.',
  'ExpectedAttributeValue.AttributeValueList': 'What the attribute is compared with.',
  'AttributeValueUpdate.Value': 'The value that the action needs.',
  'AttributeValueUpdate.Action':
    '`PUT` (the default) gives the value, `ADD` adds it, `DELETE` takes it or the attribute away.',
  'Condition.ComparisonOperator': 'How the attribute is compared with `AttributeValueList`.',
  'Condition.AttributeValueList': 'What the attribute is compared with.'
}

/**
 * Returns the description of a parameter: that of its owner (a call or a type) if there is one, or
 * else the general one.
 */
export function findByName<T>(
  texts: Readonly<Record<string, T>>,
  owner: string | undefined,
  name: string
): T | undefined {
  return texts[`${owner}.${name}`] ?? texts[name]
}

/** Links for parameters that AWS's page of the call does not have under this name. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'Scan.KeyConditionExpression': linkToRequest('Query', 'KeyConditionExpression'),
  'Scan.KeyConditions': linkToRequest('Query', 'KeyConditions'),
  'Scan.QueryFilter': linkToRequest('Query', 'QueryFilter'),
  'BatchGetItem.Keys': linkToType('KeysAndAttributes', 'Keys'),
  'BatchGetItem.ConsistentRead': linkToType('KeysAndAttributes', 'ConsistentRead'),
  'BatchGetItem.ProjectionExpression': linkToType('KeysAndAttributes', 'ProjectionExpression'),
  'BatchGetItem.ExpressionAttributeNames': linkToType(
    'KeysAndAttributes',
    'ExpressionAttributeNames'
  ),
  'BatchGetItem.AttributesToGet': linkToType('KeysAndAttributes', 'AttributesToGet'),
  'BatchWriteItem.Put': linkToType('WriteRequest', 'PutRequest'),
  'BatchWriteItem.Delete': linkToType('WriteRequest', 'DeleteRequest')
}

/** Makes a link to AWS's description of a call's parameter. */
export function linkToParameter(call: string, name: string): string {
  return ELSEWHERE[`${call}.${name}`] ?? linkToRequest(call, name)
}

/** Makes a link to AWS's description of a type's member. */
export function linkToType(type: string, member: string): string {
  return `[${type}: ${member}](${toAwsPage(type)}#DDB-Type-${type}-${member})`
}

function linkToRequest(call: string, name: string): string {
  return `[${call}: ${name}](${toAwsPage(call)}#DDB-${call}-request-${name})`
}

/** Returns the address of AWS's page of a call or a type: `PutItem`, `Condition`. */
export function toAwsPage(name: string): string {
  return `${REFERENCE}/API_${name}.html`
}
