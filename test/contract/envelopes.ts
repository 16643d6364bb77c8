import { randomUUID } from 'node:crypto'
import type { OperationTable } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { type Facts, refused } from './caller.ts'

const onTables = Object.entries(operations as OperationTable).filter(
  ([, { call }]) => call && !call.isTableless
)

export const envelopes: Facts = {
  'a body that is no object is refused': async (t, caller) => {
    for (const body of [[], 'text', 1, null, true]) {
      refused(t, await caller.json(body), 'The request body')
    }
  },

  'an operation that is no string is refused, and not repeated': async (t, caller) => {
    const { tableName } = caller
    for (const operation of [undefined, null, 5, ['create'], { a: 1 }, true]) {
      const answer = await caller.json({ operation, tableName })
      refused(t, answer, '/operation')
      t.notMatch(answer.json.errorMessage, /5|\["create"\]/, 'the value is not repeated')
    }
  },

  'an operation that is not in the table is told in the lab’s words': async (t, caller) => {
    const { tableName } = caller
    for (const operation of [
      'CREATE',
      'no such operation',
      '',
      'constructor',
      '__proto__',
      'toString',
      'create '
    ]) {
      const { status, json } = await caller.json({ operation, tableName, payload: {} })
      t.equal(status, 400)
      t.equal(json.errorMessage, `Unrecognized operation "${operation}"`)
    }
  },

  'a table’s name that is missing, empty or no string is refused': async (t, caller) => {
    for (const [operation] of onTables) {
      for (const tableName of [undefined, null, '', 5, ['t'], { a: 1 }]) {
        refused(t, await caller.json({ operation, tableName, payload: {} }), '/tableName')
      }
    }
  },

  'an unknown table is 404': async (t, caller) => {
    for (const [operation, { example }] of onTables) {
      const tableName = `missing-${randomUUID()}`
      const unknown = await caller.json({ operation, tableName, payload: example.payload })
      t.equal(unknown.status, 404, `${operation} of an unknown table is 404`)
      t.equal(unknown.json.errorType, 'ResourceNotFoundException')
    }
  },

  'other members of the envelope are ignored': async (t, caller) => {
    t.equal((await caller.json({ operation: 'ping', other: 1, payload: null })).body, '"pong"')
  }
}
