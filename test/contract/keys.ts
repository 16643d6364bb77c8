import { randomUUID } from 'node:crypto'
import { type Caller, type Facts, type JsonAnswer, newId, refused } from './caller.ts'

/** Makes each kind of write on the item with this id. */
function writesOf(id: string) {
  return [
    ['create', { Item: { id } }],
    ['update', countOf(id)],
    ['delete', { Key: { id } }]
  ] as const
}

function countOf(id: string) {
  return {
    Key: { id },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 }
  }
}

/** Sends a request with the key as a member of the envelope. */
function keyed(
  caller: Caller,
  operation: string,
  payload: unknown,
  idempotencyKey: unknown = randomUUID()
): Promise<JsonAnswer> {
  return caller.json({ operation, tableName: caller.tableName, idempotencyKey, payload })
}

/** Sends a request with the key as the header Idempotency-Key. */
function byHeader(
  caller: Caller,
  operation: string,
  payload: unknown,
  key: string,
  members: object = {}
): Promise<JsonAnswer> {
  const envelope = { operation, tableName: caller.tableName, payload, ...members }
  return caller.text(JSON.stringify(envelope), { 'idempotency-key': key })
}

const withoutId = (json: object) => ({ ...json, requestId: '' })

export const keys: Facts = {
  'an idempotency key is 1 to 255 printable characters of ASCII': async (t, caller) => {
    for (const [name, payload] of writesOf(newId())) {
      for (const wrong of ['', 'x'.repeat(256), 'ü', 'a\nb', 5, null, ['k'], { k: 1 }]) {
        refused(t, await keyed(caller, name, payload, wrong), '/idempotencyKey')
      }
    }
  },

  'the header Idempotency-Key has one key, bare or in quotes': async (t, caller) => {
    for (const [name, payload] of writesOf(newId())) {
      for (const wrong of ['', '"', '"a', 'a"b', '"a" "b"', 'a, b', '""', `"${'x'.repeat(256)}"`]) {
        const answer = await byHeader(caller, name, payload, wrong)
        refused(t, answer, 'Idempotency-Key')
        t.match(answer.json.errorMessage, 'bare or in quotes')
      }
    }
  },

  'another key in the header than in the envelope is refused': async (t, caller) => {
    for (const [name, payload] of writesOf(newId())) {
      const twice = await byHeader(caller, name, payload, '"other"', { idempotencyKey: 'one' })
      refused(t, twice, '/idempotencyKey')
    }
  },

  'parameters that a transaction has not are refused under a key': async (t, caller) => {
    const id = newId()
    for (const [name, payload] of writesOf(id)) {
      for (const [member, value] of [
        ['ReturnValues', 'ALL_OLD'],
        ['Expected', {}],
        ['ConditionalOperator', 'AND']
      ] as const) {
        refused(t, await keyed(caller, name, { ...payload, [member]: value }), `/payload/${member}`)
      }
    }
    const legacy = { Key: { id }, AttributeUpdates: { a: { Value: 1 } } }
    refused(t, await keyed(caller, 'update', legacy), '/payload/AttributeUpdates')
    refused(t, await keyed(caller, 'update', { Key: { id } }), '/payload/UpdateExpression')
    refused(t, await keyed(caller, 'create', { Item: 5 }), '/payload/Item')
  },

  'what changes nothing ignores the key': async (t, caller) => {
    for (const [name, payload] of [
      ['read', { Key: { id: newId() } }],
      ['list', { Limit: 1 }],
      ['echo', null],
      ['ping', null]
    ] as const) {
      t.equal((await keyed(caller, name, payload, 5)).status, 200, name)
    }
  }
}

export const keysWithTransactions: Facts = {
  'a repeated write changes nothing and answers the same': async (t, caller) => {
    const id = newId()
    const count = countOf(id)
    const key = randomUUID()
    const first = await keyed(caller, 'update', count, key)
    t.equal(first.status, 200, first.body)
    t.same(Object.keys(first.json), ['ResponseMetadata'])
    const again = await byHeader(caller, 'update', count, `"${key}"`)
    const bare = await byHeader(caller, 'update', count, key)
    for (const { status, json } of [again, bare]) {
      t.equal(status, 200)
      t.same(Object.keys(json), Object.keys(first.json))
    }
    t.same(await caller.read(id), { id, n: 1 }, 'counted once')
    await keyed(caller, 'update', count)
    t.same(await caller.read(id), { id, n: 2 }, 'another key is another write')
    const quoted = await byHeader(caller, 'update', count, `"${key} \\"quoted\\" \\\\ "`)
    t.equal(quoted.status, 200)
    await keyed(caller, 'update', count, `${key} "quoted" \\ `)
    t.same(await caller.read(id), { id, n: 3 }, 'the quotes of the header are not the key’s')
  },

  'another request under the same key is 409': async (t, caller) => {
    const id = newId()
    const key = randomUUID()
    t.equal((await keyed(caller, 'create', { Item: { id, n: 5 } }, key)).status, 200)
    for (const [name, payload] of [
      ['create', { Item: { id, n: 6 } }],
      ['update', countOf(id)],
      ['delete', { Key: { id } }]
    ] as const) {
      const { status, json } = await keyed(caller, name, payload, key)
      t.equal(status, 409)
      t.equal(json.errorType, 'IdempotentParameterMismatchException')
      t.match(json.errorMessage, /idempotency key/)
    }
    t.same(await caller.read(id), { id, n: 5 })
  },

  'under a key a failed condition is told as the plain call tells it': async (t, caller) => {
    const id = newId()
    await caller.create({ id, n: 5 })
    for (const [name, payload] of writesOf(id)) {
      const conditional = { ...payload, ConditionExpression: 'attribute_not_exists(id)' }
      const plain = await caller.run(name, conditional)
      const failed = await keyed(caller, name, conditional)
      t.equal(failed.status, 409)
      t.same(withoutId(failed.json), withoutId(plain.json))
      const told = await keyed(caller, name, {
        ...conditional,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
      })
      t.same(told.json.Item, { id, n: 5 })
    }
  },

  'under a key the answer has the plain call’s shape': async (t, caller) => {
    const { json } = await keyed(caller, 'create', {
      Item: { id: newId(), n: 9007199254740992 },
      ReturnValues: 'NONE',
      ReturnConsumedCapacity: 'TOTAL',
      ReturnItemCollectionMetrics: 'SIZE'
    })
    t.same(Object.keys(json), ['ConsumedCapacity', 'ResponseMetadata'])
    t.match(json.ConsumedCapacity, { TableName: caller.tableName })
  },

  'under a key errors have the plain call’s words': async (t, caller) => {
    const id = newId()
    for (const [name, payload] of [
      ['create', { Item: { id: 5 } }],
      ['create', { Item: { other: 1 } }],
      ['delete', { Key: { id, other: 1 } }],
      ['update', { Key: { id }, UpdateExpression: 'FROB a' }]
    ] as const) {
      const plain = await caller.run(name, payload)
      const failed = await keyed(caller, name, payload)
      t.equal(failed.status, 400, failed.body)
      t.same(withoutId(failed.json), withoutId(plain.json))
    }
    const missing = await caller.json({
      operation: 'delete',
      tableName: `missing-${randomUUID()}`,
      idempotencyKey: randomUUID(),
      payload: { Key: { id } }
    })
    t.equal(missing.status, 404)
  }
}
