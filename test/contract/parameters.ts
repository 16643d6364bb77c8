import type { OperationTable } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { type Facts, type Json, newId } from './caller.ts'

export const parameters: Facts = {
  'the example of every operation runs': async (t, caller) => {
    for (const [name, record] of Object.entries(operations as OperationTable)) {
      const { call, example } = record
      if (!call) continue
      t.equal((await caller.run(name, example.payload)).status, 200, `the example of ${name} runs`)
    }
  },

  'create takes every parameter of PutItem': async (t, caller) => {
    const id = newId()
    await caller.create({ id, a: 1 })
    const { status, json } = await caller.run('create', {
      Item: { id, a: 2 },
      ConditionExpression: '#a = :one',
      ExpressionAttributeNames: { '#a': 'a' },
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'ALL_OLD',
      ReturnConsumedCapacity: 'TOTAL',
      ReturnItemCollectionMetrics: 'SIZE',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    })
    t.equal(status, 200)
    t.same(json.Attributes, { id, a: 1 })
    t.equal((json.ConsumedCapacity as Json).TableName, caller.tableName)
    const legacy = await caller.run('create', {
      Item: { id, a: 3 },
      Expected: {
        a: { ComparisonOperator: 'IN', AttributeValueList: [2, 9] },
        b: { Exists: false }
      },
      ConditionalOperator: 'AND'
    })
    t.equal(legacy.status, 200, legacy.body)
    t.same(await caller.read(id), { id, a: 3 })
  },

  'read takes every parameter of GetItem': async (t, caller) => {
    const id = newId()
    await caller.create({ id, a: 3 })
    const projected = await caller.run('read', {
      Key: { id },
      ConsistentRead: true,
      ProjectionExpression: '#a',
      ExpressionAttributeNames: { '#a': 'a' },
      ReturnConsumedCapacity: 'INDEXES'
    })
    t.same(projected.json.Item, { a: 3 })
    const legacy = await caller.run('read', { Key: { id }, AttributesToGet: ['id'] })
    t.same(legacy.json.Item, { id })
  },

  'update takes every parameter of UpdateItem': async (t, caller) => {
    const id = newId()
    await caller.create({ id, a: 3 })
    const { json } = await caller.run('update', {
      Key: { id },
      UpdateExpression: 'SET #a = #a + :n REMOVE gone',
      ConditionExpression: 'attribute_exists(id)',
      ExpressionAttributeNames: { '#a': 'a' },
      ExpressionAttributeValues: { ':n': 4 },
      ReturnValues: 'UPDATED_NEW',
      ReturnConsumedCapacity: 'NONE',
      ReturnItemCollectionMetrics: 'NONE',
      ReturnValuesOnConditionCheckFailure: 'NONE'
    })
    t.same(json.Attributes, { a: 7 })
    const legacy = await caller.run('update', {
      Key: { id },
      AttributeUpdates: { a: { Action: 'ADD', Value: 1 }, list: { Action: 'PUT', Value: [1] } },
      Expected: { a: { Value: 7 } },
      ReturnValues: 'ALL_NEW'
    })
    t.same(legacy.json.Attributes, { id, a: 8, list: [1] })
  },

  'list takes every parameter of Scan': async (t, caller) => {
    const id = newId()
    await caller.create({ id })
    const filtered = await caller.run('list', {
      FilterExpression: '#id = :id',
      ProjectionExpression: '#id',
      ExpressionAttributeNames: { '#id': 'id' },
      ExpressionAttributeValues: { ':id': id },
      ConsistentRead: true,
      ReturnConsumedCapacity: 'TOTAL',
      Select: 'SPECIFIC_ATTRIBUTES',
      Segment: 0,
      TotalSegments: 1
    })
    t.same(filtered.json.Items, [{ id }], filtered.body)
    const legacy = await caller.run('list', {
      ScanFilter: {
        id: { ComparisonOperator: 'EQ', AttributeValueList: [id] },
        gone: { ComparisonOperator: 'NULL' }
      },
      ConditionalOperator: 'AND',
      AttributesToGet: ['id']
    })
    t.same(legacy.json.Items, [{ id }])
    const count = await caller.run('list', { Select: 'COUNT' })
    t.equal(count.status, 200)
    t.notOk('Items' in count.json, 'a count has no Items')
  },

  'list goes on where the page before ended': async (t, caller) => {
    const id = newId()
    for (const part of ['a', 'b', 'c']) await caller.create({ id: `${id}-${part}` })
    const seen = new Set<unknown>()
    let ExclusiveStartKey: unknown
    do {
      const { json } = await caller.run('list', {
        Limit: 1,
        ...(ExclusiveStartKey ? { ExclusiveStartKey } : {})
      })
      for (const item of json.Items as Json[]) seen.add(item.id)
      ExclusiveStartKey = json.LastEvaluatedKey
    } while (ExclusiveStartKey)
    for (const part of ['a', 'b', 'c']) t.ok(seen.has(`${id}-${part}`))
  },

  'delete takes every parameter of DeleteItem': async (t, caller) => {
    const id = newId()
    await caller.create({ id, a: 8, list: [1] })
    const { json } = await caller.run('delete', {
      Key: { id },
      ConditionExpression: '#a = :a',
      ExpressionAttributeNames: { '#a': 'a' },
      ExpressionAttributeValues: { ':a': 8 },
      ReturnValues: 'ALL_OLD',
      ReturnConsumedCapacity: 'TOTAL',
      ReturnItemCollectionMetrics: 'SIZE',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
    })
    t.same(json.Attributes, { id, a: 8, list: [1] })
    await caller.create({ id })
    const legacy = await caller.run('delete', {
      Key: { id },
      Expected: { a: { Exists: false }, id: { Value: id } },
      ConditionalOperator: 'OR'
    })
    t.equal(legacy.status, 200)
  }
}
