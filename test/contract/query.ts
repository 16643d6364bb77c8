import { type Caller, type Facts, type Json, newId, refused } from './caller.ts'

const ofKey = (id: string) => ({
  KeyConditionExpression: '#id = :id',
  ExpressionAttributeNames: { '#id': 'id' },
  ExpressionAttributeValues: { ':id': id }
})
const legacyKey = (id: string) => ({
  id: { ComparisonOperator: 'EQ', AttributeValueList: [id] }
})

export const query: Facts = {
  'query takes every parameter of Query': async (t, caller) => {
    const id = newId()
    await caller.create({ id, a: 1, b: 2 })
    const { status, json, body } = await caller.run('query', {
      KeyConditionExpression: '#id = :id',
      FilterExpression: 'a = :one',
      ProjectionExpression: '#id, b',
      ExpressionAttributeNames: { '#id': 'id' },
      ExpressionAttributeValues: { ':id': id, ':one': 1 },
      ConsistentRead: true,
      ScanIndexForward: false,
      Limit: 5,
      Select: 'SPECIFIC_ATTRIBUTES',
      ReturnConsumedCapacity: 'TOTAL'
    })
    t.equal(status, 200, body)
    t.same(json.Items, [{ id, b: 2 }])
    const legacy = await caller.run('query', {
      KeyConditions: legacyKey(id),
      QueryFilter: {
        a: { ComparisonOperator: 'GT', AttributeValueList: [0] },
        gone: { ComparisonOperator: 'NULL' }
      },
      ConditionalOperator: 'AND',
      AttributesToGet: ['b']
    })
    t.same(legacy.json.Items, [{ b: 2 }], legacy.body)
    const index = await caller.run('query', { ...ofKey(id), IndexName: 'no-such-index' })
    t.equal(index.status, 400)
    t.notMatch(index.json.errorMessage, /^\/payload/, 'DynamoDB’s own words')
  },

  'query answers AWS’s members, in AWS’s order': async (t, caller) => {
    const id = newId()
    await caller.create({ id })
    const { json } = await caller.run('query', {
      ...ofKey(id),
      Limit: 1,
      ReturnConsumedCapacity: 'INDEXES'
    })
    t.same(
      // Engines differ in whether they give a LastEvaluatedKey at the end of a partition.
      Object.keys(json).filter((name) => name !== 'LastEvaluatedKey'),
      ['Items', 'Count', 'ScannedCount', 'ConsumedCapacity', 'ResponseMetadata']
    )
    t.match(json, { Count: 1, ScannedCount: 1 })
    const rest = await caller.run('query', { ...ofKey(id), ExclusiveStartKey: { id } })
    t.match(rest.json, { Items: [], Count: 0 })
    const count = await caller.run('query', { ...ofKey(id), Select: 'COUNT' })
    t.same(Object.keys(count.json), ['Count', 'ScannedCount', 'ResponseMetadata'])
  },

  'query without a condition on the key is refused in DynamoDB’s words': async (t, caller) => {
    for (const payload of [{}, { FilterExpression: 'a = b' }]) {
      const { status, json } = await caller.run('query', payload)
      t.equal(status, 400)
      t.equal(json.errorType, 'ValidationException')
    }
  },

  'members inside query’s conditions are checked too': async (t, caller) => {
    for (const name of ['query', 'count']) {
      for (const [payload, place] of [
        [{ KeyConditions: { id: null } }, '/payload/KeyConditions/id'],
        [{ KeyConditions: { id: {} } }, '/payload/KeyConditions/id/ComparisonOperator'],
        [
          { KeyConditions: { 'a/b': { ComparisonOperator: 'LIKE' } } },
          '/payload/KeyConditions/a~1b/ComparisonOperator'
        ],
        [
          { KeyConditions: {}, QueryFilter: { a: { ComparisonOperator: 'EQ', Bogus: 1 } } },
          '/payload/QueryFilter/a/Bogus'
        ],
        [
          { QueryFilter: { a: { ComparisonOperator: 'EQ', AttributeValueList: 'x' } } },
          '/payload/QueryFilter/a/AttributeValueList'
        ],
        [
          { ExpressionAttributeNames: { '#a': 5 }, KeyConditions: {} },
          '/payload/ExpressionAttributeNames/#a'
        ],
        [{ ExclusiveStartKey: [] }, '/payload/ExclusiveStartKey']
      ] as const) {
        refused(t, await caller.run(name, payload), place)
      }
    }
  }
}

/** Creates four items of 300 KB, more than fit into one page; resolves with their ids. */
async function createPages(caller: Caller): Promise<string[]> {
  const group = newId()
  const ids = ['a', 'b', 'c', 'd'].map((part) => `${group}-${part}`)
  for (const id of ids) await caller.create({ id, group, text: 'x'.repeat(300_000) })
  return [group, ...ids]
}

const ofGroup = (group: string | undefined) => ({
  FilterExpression: '#g = :g',
  ExpressionAttributeNames: { '#g': 'group' },
  ExpressionAttributeValues: { ':g': group }
})

export const count: Facts = {
  'count goes through all pages': async (t, caller) => {
    const [group, ...ids] = await createPages(caller)
    const { status, json, body } = await caller.run('count', {
      ...ofGroup(group),
      ConsistentRead: true,
      ReturnConsumedCapacity: 'TOTAL'
    })
    t.equal(status, 200, body)
    const members = ['Count', 'ScannedCount', 'ConsumedCapacity', 'ResponseMetadata']
    t.same(Object.keys(json), members)
    t.equal(json.Count, 4)
    t.ok(Number(json.ScannedCount) >= 4)
    const { TableName, CapacityUnits } = json.ConsumedCapacity as Json
    t.equal(TableName, caller.tableName)
    t.ok(Number(CapacityUnits) > 250, 'the sum of all pages: one has 1 MB at most')
    t.equal((json.ResponseMetadata as Json).RetryAttempts, 0, 'pages are no retries')
    for (const id of ids) await caller.run('delete', { Key: { id } })
  },

  'count takes every parameter of Scan, or of Query by a condition on the key': async (
    t,
    caller
  ) => {
    const group = newId()
    const id = `${group}-a`
    await caller.create({ id, group })
    await caller.create({ id: `${group}-b`, group })
    for (const [counted, payload] of [
      [2, { ...ofGroup(group), Segment: 0, TotalSegments: 1 }],
      [
        2,
        {
          ScanFilter: {
            group: { ComparisonOperator: 'EQ', AttributeValueList: [group] },
            gone: { ComparisonOperator: 'NULL' }
          },
          ConditionalOperator: 'AND'
        }
      ],
      [1, ofKey(id)],
      [1, { KeyConditions: legacyKey(id), ConsistentRead: true }],
      [0, { ...ofKey(id), ExclusiveStartKey: { id } }],
      [
        0,
        {
          KeyConditions: legacyKey(id),
          QueryFilter: { group: { ComparisonOperator: 'EQ', AttributeValueList: ['other'] } }
        }
      ]
    ] as const) {
      const { status, json, body } = await caller.run('count', payload)
      t.equal(status, 200, body)
      t.equal(json.Count, counted)
    }
    const all = await caller.run('count')
    t.same(Object.keys(all.json), ['Count', 'ScannedCount', 'ResponseMetadata'])
    t.ok(Number(all.json.Count) >= 2, 'without a payload it counts the table')
  },

  'count refuses what would not be counted to the end, and the other call’s parameters': async (
    t,
    caller
  ) => {
    const byKey = ofKey(newId())
    for (const [payload, place] of [
      [{ Select: 'COUNT' }, '/payload/Select'],
      [{ Limit: 1 }, '/payload/Limit'],
      [{ ProjectionExpression: 'id' }, '/payload/ProjectionExpression'],
      [{ AttributesToGet: ['id'] }, '/payload/AttributesToGet'],
      [{ ...byKey, ScanIndexForward: true }, '/payload/ScanIndexForward'],
      [{ ...byKey, Segment: 0 }, '/payload/Segment'],
      [{ ...byKey, TotalSegments: 1 }, '/payload/TotalSegments'],
      [{ ...byKey, ScanFilter: {} }, '/payload/ScanFilter'],
      [{ KeyConditions: {}, ScanFilter: {} }, '/payload/ScanFilter'],
      [{ QueryFilter: {} }, '/payload/QueryFilter']
    ] as const) {
      refused(t, await caller.run('count', payload), place)
    }
  }
}
