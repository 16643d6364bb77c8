import t from 'tap'
import type { Call, Operation } from '../../src/operations/operation.ts'
import { repeatsOf } from '../../src/operations/repeats.ts'
import { operations } from '../../src/operations/table.ts'

const Key = { id: '1' }
const { create, read, update, delete: remove, batchWrite, transactWrite } = operations
const repeats = ({ call }: Operation, payload: object) => repeatsOf(call as Call, payload)

t.test('reads may always be repeated', async (t) => {
  for (const { call } of Object.values<Operation>(operations)) {
    if (call?.effect === 'read') t.equal(repeatsOf(call, {}), 'read', call.name)
  }
  t.equal(repeats(read, { Key }), 'read')
})

t.test('a write that says nothing of being repeated is sent once', async (t) => {
  const call: Call = {
    name: 'ExecuteStatement',
    effect: 'write',
    command: () => ({ input: {} }),
    members: []
  }
  t.equal(repeatsOf(call, {}), 'never')
})

t.test('a create or delete without a condition may be repeated', async (t) => {
  t.equal(repeats(create, { Item: Key }), 'write')
  t.equal(repeats(remove, { Key }), 'write')
})

t.test('a batch may be repeated, a transaction under its token', async (t) => {
  t.equal(repeats(batchWrite, { Put: [Key] }), 'write')
  t.equal(repeats(transactWrite, { TransactItems: [] }), 'keyed')
})

t.test('a write that would meet its own traces may not', async (t) => {
  for (const members of [
    { ConditionExpression: 'attribute_not_exists(id)' },
    { Expected: { id: { Exists: false } } },
    { ReturnValues: 'ALL_OLD' }
  ]) {
    t.equal(repeats(create, { Item: Key, ...members }), 'never')
    t.equal(repeats(remove, { Key, ...members }), 'never')
    t.equal(repeats(update, { Key, UpdateExpression: 'SET a = :a', ...members }), 'never')
  }
  const old = { ReturnValues: 'UPDATED_OLD' }
  t.equal(repeats(update, { Key, UpdateExpression: 'SET a = :a', ...old }), 'never')
})

t.test('an update of constants may be repeated', async (t) => {
  for (const UpdateExpression of [
    'SET a = :a',
    'set #a=:a,b = :b',
    'SET a.b.#c = :a REMOVE d, #e',
    ' REMOVE a\n SET b = :b ',
    undefined
  ]) {
    t.equal(repeats(update, { Key, UpdateExpression }), 'write', String(UpdateExpression))
  }
  const all = { UpdateExpression: 'SET a = :a', ReturnValues: 'ALL_NEW' }
  t.equal(repeats(update, { Key, ...all }), 'write')
  const AttributeUpdates = { a: { Value: 1 }, b: { Action: 'DELETE' } }
  t.equal(repeats(update, { Key, AttributeUpdates }), 'write')
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
    t.equal(repeats(update, { Key, UpdateExpression }), 'never', UpdateExpression.slice(0, 40))
  }
  for (const a of [
    { Action: 'ADD', Value: 1 },
    { Action: 'DELETE', Value: ['x'] }
  ]) {
    t.equal(repeats(update, { Key, AttributeUpdates: { a } }), 'never')
  }
})
