import type { OperationTable } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { type Facts, type Json, newId, refused } from './caller.ts'

const WRONG: Record<string, unknown[]> = {
  object: [null, [], 'x', 5, true],
  array: [null, {}, 'x', 5, true],
  string: [null, {}, [], 5, true],
  integer: [null, {}, [], '5', true, 1.5, 4294967296, -4294967296],
  boolean: [null, {}, [], 'true', 0]
}

const Key = { id: newId() }

export const payloads: Facts = {
  ...Object.assign({}, ...Object.entries(operations as OperationTable).map(factsOf)),

  'members inside legacy parameters are checked too': async (t, caller) => {
    for (const [name, payload, place] of [
      ['delete', { Key, Expected: { a: { Exists: 1 } } }, '/payload/Expected/a/Exists'],
      ['delete', { Key, Expected: { a: { Bogus: 1 } } }, '/payload/Expected/a/Bogus'],
      [
        'delete',
        { Key, Expected: { a: { AttributeValueList: {} } } },
        '/payload/Expected/a/AttributeValueList'
      ],
      ['delete', { Key, Expected: { a: null } }, '/payload/Expected/a'],
      [
        'update',
        { Key, AttributeUpdates: { 'a/b': { Action: 'SET' } } },
        '/payload/AttributeUpdates/a~1b/Action'
      ],
      [
        'list',
        { ScanFilter: { a: { AttributeValueList: [1] } } },
        '/payload/ScanFilter/a/ComparisonOperator'
      ],
      [
        'list',
        { ScanFilter: { a: { ComparisonOperator: 'LIKE' } } },
        '/payload/ScanFilter/a/ComparisonOperator'
      ],
      ['list', { ExpressionAttributeNames: { '#a': 5 } }, '/payload/ExpressionAttributeNames/#a'],
      ['list', { AttributesToGet: ['a', null] }, '/payload/AttributesToGet/1']
    ] as const) {
      refused(t, await caller.run(name, payload), place)
    }
  }
}

/** Makes the facts about the payload of one operation. */
function factsOf([name, record]: [string, OperationTable[string]]): Facts {
  const { payload: schema, example, defaultPayload } = record
  if (!schema) return {}
  const exampleOf = (id: string) =>
    JSON.parse(JSON.stringify(example.payload).replaceAll('1234ABCD', id)) as Json

  return {
    [`${name} refuses what is no payload`]: async (t, caller) => {
      for (const wrong of [null, [], 'x', 5, true]) {
        refused(t, await caller.run(name, wrong), '/payload')
      }
      if (defaultPayload === undefined) refused(t, await caller.run(name), '/payload')
    },

    [`${name} refuses a wrong type of each parameter`]: async (t, caller) => {
      const id = newId()
      const good = exampleOf(id)
      for (const [member, property] of Object.entries(schema.properties)) {
        const { type, enum: values } = property as { type: string; enum?: string[] }
        for (const wrong of WRONG[type] ?? []) {
          refused(t, await caller.run(name, { ...good, [member]: wrong }), `/payload/${member}`)
        }
        if (values) {
          const answer = await caller.run(name, { ...good, [member]: 'BOGUS' })
          refused(t, answer, `/payload/${member}`)
          t.match(answer.json.errorMessage, values[0], 'it lists what may stand there')
        }
      }
      t.equal(await caller.read(id), undefined, 'nothing is written')
    },

    [`${name} refuses a payload without a parameter that is required`]: async (t, caller) => {
      const id = newId()
      for (const member of schema.required ?? []) {
        const { [member]: _, ...rest } = exampleOf(id)
        const answer = await caller.run(name, rest)
        refused(t, answer, `/payload/${member}`)
        t.match(answer.json.errorMessage, 'got nothing')
      }
      t.equal(await caller.read(id), undefined, 'nothing is written')
    },

    [`${name} refuses parameters that the call does not know`]: async (t, caller) => {
      const id = newId()
      const good = exampleOf(id)
      for (const member of ['TableName', 'Bogus', 'item', 'constructor', 'a/b~c']) {
        const place = `/payload/${member.replace('~', '~0').replace('/', '~1')}`
        refused(t, await caller.run(name, { ...good, [member]: 'x' }), place)
      }
      refused(t, await caller.raw(name, '{"__proto__":{"Item":{}}}'), '/payload/__proto__')
      t.equal(await caller.read(id), undefined, 'nothing is written')
    }
  }
}
