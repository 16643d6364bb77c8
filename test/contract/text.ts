import { type Facts, newId, refused } from './caller.ts'

const lists = (count: number, inside: unknown): unknown =>
  count === 0 ? inside : [lists(count - 1, inside)]

export const text: Facts = {
  'names of any text, and empty values, come back as they went in': async (t, caller) => {
    const item = {
      id: newId(),
      'a\nb': 1,
      'a/b~c': 'x',
      ümlaut: '💚',
      constructor: 1,
      toString: 'x',
      empty: '',
      none: null,
      yes: true,
      list: [],
      map: {}
    }
    await caller.create(item)
    t.same(await caller.read(item.id), item)
  },

  'up to 31 lists around a value are stored': async (t, caller) => {
    const id = newId()
    const fits = await caller.run('create', { Item: { id, a: lists(31, 'x') } })
    t.equal(fits.status, 200)
    t.same(await caller.read(id), { id, a: lists(31, 'x') })
  },

  'a value that is nested too deep is refused, and nothing is written': async (t, caller) => {
    for (const [count, inside] of [
      [32, 'x'],
      [32, []],
      [500, 1]
    ] as const) {
      const id = newId()
      const answer = await caller.run('create', { Item: { id, a: lists(count, inside) } })
      refused(t, answer, `/payload/Item/a${'/0'.repeat(32)}`)
      t.equal(await caller.read(id), undefined)
    }
  },

  'half a character is refused, in a value and in an expression': async (t, caller) => {
    const id = newId()
    const inValue = await caller.raw('create', `{"Item":{"id":"${id}","a":{"b":["\\ud800"]}}}`)
    refused(t, inValue, '/payload/Item/a/b/0')
    const expression = `{"Key":{"id":"${id}"},"ProjectionExpression":"\\udfff"}`
    refused(t, await caller.raw('read', expression), '/payload/ProjectionExpression')
  },

  'of duplicate members the last wins': async (t, caller) => {
    const twice = await caller.raw('echo', '{"a":1,"a":2,"n":12345678901234567890}')
    t.equal(twice.body, '{"a":2,"n":12345678901234567890}')
  }
}
