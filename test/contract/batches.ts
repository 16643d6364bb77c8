import { type Facts, type Json, newId, refused } from './caller.ts'

const keysOf = (group: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `${group}-${n}` }))
const byId = (items: unknown) =>
  [...(items as { id: string }[])].sort((a, b) => (a.id < b.id ? -1 : 1))

export const batches: Facts = {
  'batchWrite puts and deletes, batchRead reads what is there': async (t, caller) => {
    const group = newId()
    const Put = keysOf(group, 20).map((key, n) => ({ ...key, n }))
    const put = await caller.run('batchWrite', { Put, ReturnConsumedCapacity: 'TOTAL' })
    t.equal(put.status, 200, put.body)
    t.same(Object.keys(put.json), ['ConsumedCapacity', 'ResponseMetadata'])
    t.match(put.json.ConsumedCapacity, { TableName: caller.tableName, CapacityUnits: 20 })
    const both = await caller.run('batchWrite', {
      Put: [{ id: `${group}-20`, n: 20 }],
      Delete: keysOf(group, 5),
      ReturnItemCollectionMetrics: 'SIZE'
    })
    t.equal(both.status, 200, both.body)
    const read = await caller.run('batchRead', {
      Keys: keysOf(group, 100),
      ConsistentRead: true,
      ReturnConsumedCapacity: 'INDEXES'
    })
    t.equal(read.status, 200, read.body)
    t.same(Object.keys(read.json), ['Items', 'ConsumedCapacity', 'ResponseMetadata'])
    const expected = [...Put, { id: `${group}-20`, n: 20 }].slice(5)
    t.same(byId(read.json.Items), byId(expected), 'in no promised order')
    t.match(read.json.ConsumedCapacity, { TableName: caller.tableName })
    const Delete = keysOf(group, 21)
    t.equal((await caller.run('batchWrite', { Put: [], Delete })).status, 200)
    const none = await caller.run('batchRead', { Keys: Delete })
    t.same(none.json.Items, [], 'none is an empty array')
  },

  'batchRead takes every parameter of BatchGetItem': async (t, caller) => {
    const id = newId()
    await caller.create({ id, a: 1, b: 2 })
    const Keys = [{ id }]
    const names = { ProjectionExpression: '#a', ExpressionAttributeNames: { '#a': 'a' } }
    const projected = await caller.run('batchRead', { Keys, ...names, ConsistentRead: false })
    t.same(projected.json.Items, [{ a: 1 }], projected.body)
    const legacy = await caller.run('batchRead', { Keys, AttributesToGet: ['b'] })
    t.same(legacy.json.Items, [{ b: 2 }])
  },

  'a large batch is as exact as a small one': async (t, caller) => {
    const group = newId()
    const numbers = '[9007199254740993,-0.5,0.12345678901234567890123456789012345]'
    const text = (id: string) =>
      `{"id":"${id}","numbers":${numbers},"text":"${'ü\\"'.repeat(2_000)}"}`
    const Put = keysOf(group, 25).map(({ id }) => text(id))
    const put = await caller.raw('batchWrite', `{"Put":[${Put.join()}]}`)
    t.equal(put.status, 200, put.body)
    const read = await caller.run('batchRead', { Keys: keysOf(group, 25), ConsistentRead: true })
    t.equal(read.body.split(`"numbers":${numbers}`).length - 1, 25, 'numbers are exact')
    t.same(byId(read.json.Items), byId(Put.map((item) => JSON.parse(item))))
    await caller.run('batchWrite', { Delete: keysOf(group, 25) })
  },

  'batchRead has 1 to 100 keys': async (t, caller) => {
    for (const [count, got] of [
      [0, 'none'],
      [101, '101']
    ] as const) {
      const answer = await caller.run('batchRead', { Keys: keysOf('x', count) })
      refused(t, answer, '/payload/Keys')
      t.equal(answer.json.errorMessage, `/payload/Keys: expected 1 to 100 keys, got ${got}`)
    }
    refused(t, await caller.run('batchRead', { Keys: [{ id: 'x' }, null] }), '/payload/Keys/1')
    refused(t, await caller.run('batchRead', { Keys: ['x'] }), '/payload/Keys/0')
  },

  'batchWrite has 1 to 25 entries in both lists together': async (t, caller) => {
    const group = newId()
    for (const [payload, got] of [
      [{}, 'none'],
      [{ Put: [], Delete: [] }, 'none'],
      [{ Put: keysOf(group, 26) }, '26'],
      [{ Put: keysOf(group, 13), Delete: keysOf('other', 13) }, '26']
    ] as const) {
      const answer = await caller.run('batchWrite', payload)
      refused(t, answer, '/payload')
      t.equal(
        answer.json.errorMessage,
        `/payload: expected 1 to 25 entries in Put and Delete together, got ${got}`
      )
    }
    for (const [payload, place] of [
      [{ Put: [{ id: 'x' }, null] }, '/payload/Put/1'],
      [{ Delete: ['x'] }, '/payload/Delete/0'],
      [{ Put: [{ id: `${group}-0` }, { id: 'x', n: ['\ud800'] }] }, '/payload/Put/1/n/0']
    ] as const) {
      refused(t, await caller.run('batchWrite', payload), place)
    }
    t.equal(await caller.read(`${group}-0`), undefined, 'nothing is written')
  },

  'what only DynamoDB knows of a batch is told in its words, and nothing is written': async (
    t,
    caller
  ) => {
    const id = newId()
    for (const [what, name, payload] of [
      ['a key twice', 'batchRead', { Keys: [{ id }, { id }] }],
      ['a key of another type', 'batchRead', { Keys: [{ id: 5 }] }],
      ['a key with an attribute too many', 'batchRead', { Keys: [{ id, other: 1 }] }],
      ['a put and a delete of one key', 'batchWrite', { Put: [{ id }], Delete: [{ id }] }],
      ['a put twice', 'batchWrite', { Put: [{ id }, { id, n: 1 }] }],
      ['an item without its key', 'batchWrite', { Put: [{ id }, { other: 1 }] }],
      ['an item over 400 KB', 'batchWrite', { Put: [{ id, text: 'x'.repeat(410_000) }] }]
    ] as const) {
      const { status, json } = await caller.run(name, payload)
      t.equal(status, 400, `${what}: 400`)
      t.equal(json.errorType, 'ValidationException')
      t.notMatch(json.errorMessage, /^\/payload/, `DynamoDB’s own words: ${json.errorMessage}`)
    }
    t.equal(await caller.read(id), undefined)
  },

  'a batch under an idempotency key is refused, from the envelope and from the header': async (
    t,
    caller
  ) => {
    const id = newId()
    const envelope = {
      operation: 'batchWrite',
      tableName: caller.tableName,
      payload: { Put: [{ id }] }
    }
    const header = { 'idempotency-key': '"k"' }
    for (const answer of [
      await caller.json({ ...envelope, idempotencyKey: 'k' }),
      await caller.text(JSON.stringify(envelope), header),
      await caller.text(JSON.stringify({ ...envelope, idempotencyKey: 'k' }), header)
    ]) {
      refused(t, answer, '/idempotencyKey')
      t.match(answer.json.errorMessage, 'a batch is no transaction')
    }
    t.equal(await caller.read(id), undefined, 'nothing is written')
    const reading = { ...envelope, operation: 'batchRead', payload: { Keys: [{ id }] } }
    const read = await caller.json({ ...reading, idempotencyKey: 5 })
    t.same((read.json as Json).Items, [], 'a read does not look at it')
  }
}
