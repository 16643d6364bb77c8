import { type Facts, newId } from './caller.ts'

export const errors: Facts = {
  'a condition that fails is 409, tells the item where it is asked to, and writes nothing': async (
    t,
    caller
  ) => {
    const id = newId()
    await caller.create({ id, n: 1 })
    const condition = { ConditionExpression: 'attribute_not_exists(id)' }
    for (const [name, payload] of [
      ['create', { Item: { id, n: 2 }, ...condition }],
      ['update', { Key: { id }, UpdateExpression: 'REMOVE n', ...condition }],
      ['delete', { Key: { id }, ...condition }]
    ] as const) {
      const failed = await caller.run(name, payload)
      t.equal(failed.status, 409)
      t.match(failed.json, {
        errorType: 'ConditionalCheckFailedException',
        errorMessage: 'The conditional request failed'
      })
      t.notOk('Item' in failed.json)
      const told = await caller.run(name, {
        ...payload,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
      })
      t.equal(told.status, 409)
      t.same(told.json.Item, { id, n: 1 })
    }
    t.same(await caller.read(id), { id, n: 1 }, 'nothing is written')
  },

  'an item over 400 KB is refused': async (t, caller) => {
    const big = await caller.run('create', { Item: { id: newId(), text: 'x'.repeat(400 * 1024) } })
    t.equal(big.status, 400)
    t.match(big.json.errorMessage, /Item size has exceeded the maximum allowed size/)
  },

  'what DynamoDB refuses is told in its own words': async (t, caller) => {
    const id = newId()
    for (const [what, name, payload] of [
      ['a key of another type', 'read', { Key: { id: 5 } }],
      ['a key with an attribute too many', 'read', { Key: { id, other: 1 } }],
      ['an item without its key', 'create', { Item: { other: 1 } }],
      ['an expression that is none', 'update', { Key: { id }, UpdateExpression: 'FROB a' }],
      ['an unused value', 'update', { Key: { id }, ExpressionAttributeValues: { ':a': 1 } }],
      ['a limit of nothing', 'list', { Limit: 0 }]
    ] as const) {
      const { status, json } = await caller.run(name, payload)
      t.equal(status, 400, `${what}: 400`)
      t.equal(json.errorType, 'ValidationException')
      t.notMatch(json.errorMessage, /^\/payload/, `DynamoDB’s own words: ${json.errorMessage}`)
    }
  }
}
