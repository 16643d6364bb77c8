import { type Facts, type Json, newId, refused } from './caller.ts'

export const numbers: Facts = {
  'a number comes back as it went in': async (t, caller) => {
    for (const number of [
      '9007199254740993',
      '-9007199254740993',
      '0.12345678901234567890123456789012345678',
      '12345678901234567890123456789012345678',
      '123456789.123456789123456789',
      '5',
      '-0.5',
      '1700000000000000'
    ]) {
      const id = newId()
      const created = await caller.raw('create', `{"Item":{"id":"${id}","n":${number}}}`)
      t.equal(created.status, 200, created.body)
      const { body } = await caller.raw('read', `{"Key":{"id":"${id}"}}`)
      const [, found] = /"n":([^,}]+)/.exec(body) ?? []
      t.equal(found, number, `${number} comes back as it went in`)
    }
  },

  'a number that the engine spells in its own way is stored and found by its value': async (
    t,
    caller
  ) => {
    for (const number of [
      '1e-130',
      '-1e-130',
      '9.9999999999999999999999999999999999999e125',
      '1.50'
    ]) {
      const id = newId()
      await caller.raw('create', `{"Item":{"id":"${id}","n":${number}}}`)
      const found = await caller.raw(
        'list',
        `{"FilterExpression":"n = :n AND id = :id","ExpressionAttributeValues":{":n":${number},":id":"${id}"}}`
      )
      t.match(found.body, '"Count":1', number)
      t.ok((found.json.Items as Json[])[0]?.n !== undefined)
    }
  },

  'numbers are exact at any depth, and among an expression’s values': async (t, caller) => {
    const id = newId()
    const deep = '{"l":[{"m":{"n":9007199254740993}},[0.30000000000000000000000000001]]}'
    await caller.raw('create', `{"Item":{"id":"${id}","deep":${deep}}}`)
    const { body } = await caller.raw('read', `{"Key":{"id":"${id}"}}`)
    t.ok(body.includes(deep), 'exact at any depth')
    const added = await caller.raw(
      'update',
      `{"Key":{"id":"${id}"},"UpdateExpression":"SET x = :x","ExpressionAttributeValues":{":x":9007199254740995},"ReturnValues":"UPDATED_NEW"}`
    )
    t.ok(added.body.startsWith('{"Attributes":{"x":9007199254740995}'), added.body)
  },

  'a number that DynamoDB would not store as it is is refused, and nothing is written': async (
    t,
    caller
  ) => {
    for (const number of [
      '123456789012345678901234567890123456789',
      '1e126',
      '-1e126',
      '1e-131',
      '1e400',
      '0.000000000000000000000000000000000000000000000000000000000001e-80'
    ]) {
      const id = newId()
      const answer = await caller.raw('create', `{"Item":{"id":"${id}","a":[{"n":${number}}]}}`)
      refused(t, answer, '/payload/Item/a/0/n')
      t.equal(await caller.read(id), undefined, 'nothing is written')
    }
  },

  'zeros at the end of a number are no digits': async (t, caller) => {
    const id = newId()
    const padded = `1.${'0'.repeat(60)}`
    const { status } = await caller.raw('create', `{"Item":{"id":"${id}","n":${padded}}}`)
    t.equal(status, 200)
    t.same(await caller.read(id), { id, n: 1 })
  }
}
