import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  ScanCommand,
  TransactWriteCommand,
  UpdateCommand
} from '@aws-sdk/lib-dynamodb'
import t from 'tap'
import { repeatable } from '../../../src/dynamodb/retry/repeatable.ts'

const TableName = 'table'
const Key = { id: '1' }
const update = (members: object) => repeatable(new UpdateCommand({ TableName, Key, ...members }))

t.test('reads may always be repeated', async (t) => {
  t.equal(repeatable(new GetCommand({ TableName, Key })), 'read')
  t.equal(repeatable(new ScanCommand({ TableName })), 'read')
})

t.test('a create or delete without a condition may be repeated', async (t) => {
  t.equal(repeatable(new PutCommand({ TableName, Item: Key })), 'write')
  t.equal(repeatable(new DeleteCommand({ TableName, Key })), 'write')
})

t.test('a transaction may be repeated under its token alone', async (t) => {
  const TransactItems = [{ Put: { TableName, Item: Key, ConditionExpression: 'n = :n' } }]
  t.equal(
    repeatable(new TransactWriteCommand({ TransactItems, ClientRequestToken: 'token' })),
    'keyed'
  )
  t.equal(repeatable(new TransactWriteCommand({ TransactItems })), 'never')
})

t.test('a write that would meet its own traces may not', async (t) => {
  for (const members of [
    { ConditionExpression: 'attribute_not_exists(id)' },
    { Expected: { id: { Exists: false } } },
    { ReturnValues: 'ALL_OLD' as const }
  ]) {
    t.equal(repeatable(new PutCommand({ TableName, Item: Key, ...members })), 'never')
    t.equal(repeatable(new DeleteCommand({ TableName, Key, ...members })), 'never')
    t.equal(update({ UpdateExpression: 'SET a = :a', ...members }), 'never')
  }
  t.equal(update({ UpdateExpression: 'SET a = :a', ReturnValues: 'UPDATED_OLD' }), 'never')
})

t.test('an update of constants may be repeated', async (t) => {
  for (const UpdateExpression of [
    'SET a = :a',
    'set #a=:a,b = :b',
    'SET a.b.#c = :a REMOVE d, #e',
    ' REMOVE a\n SET b = :b ',
    undefined
  ]) {
    t.equal(update({ UpdateExpression }), 'write', String(UpdateExpression))
  }
  t.equal(update({ UpdateExpression: 'SET a = :a', ReturnValues: 'ALL_NEW' }), 'write')
  t.equal(update({ AttributeUpdates: { a: { Value: 1 }, b: { Action: 'DELETE' } } }), 'write')
})

t.test('an update that depends on what is there may not', async (t) => {
  for (const UpdateExpression of [
    'ADD a :a',
    'DELETE a :a',
    'SET a = a + :a',
    'SET a = :a + :b',
    'SET a = list_append(a, :a)',
    'SET a = if_not_exists(a, :a)',
    'SET a = b',
    'SET a = :a ADD b :b',
    'SET a[3] = :a',
    'REMOVE a[0]',
    'SET a = :a, b = b - :b',
    'nonsense',
    `SET a = :a${' '.repeat(5000)}`
  ]) {
    t.equal(update({ UpdateExpression }), 'never', UpdateExpression.slice(0, 40))
  }
  t.equal(update({ AttributeUpdates: { a: { Action: 'ADD', Value: 1 } } }), 'never')
  t.equal(update({ AttributeUpdates: { a: { Action: 'DELETE', Value: ['x'] } } }), 'never')
})
