import { type Facts, type Json, refused } from './caller.ts'

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

export const tables: Facts = {
  'describe tells the table as DynamoDB does, its dates as ISO 8601': async (t, caller) => {
    for (const payload of [{}, undefined]) {
      const { status, json, body } = await caller.run('describe', payload)
      t.equal(status, 200, body)
      t.same(Object.keys(json), ['Table', 'ResponseMetadata'])
      t.match(json.Table, {
        TableName: caller.tableName,
        TableStatus: 'ACTIVE',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        CreationDateTime: ISO,
        ItemCount: Number
      })
    }
  },

  'tables tells the names of tables, page by page': async (t, caller) => {
    const names: string[] = []
    let ExclusiveStartTableName: unknown
    do {
      const { status, json, body } = await caller.run('tables', {
        Limit: 100,
        ...(ExclusiveStartTableName === undefined ? {} : { ExclusiveStartTableName })
      })
      t.equal(status, 200, body)
      const members = Object.keys(json).filter((name) => name !== 'ResponseMetadata')
      t.same(members, ['TableNames', 'LastEvaluatedTableName'].slice(0, members.length))
      names.push(...(json.TableNames as string[]))
      ExclusiveStartTableName = json.LastEvaluatedTableName
    } while (ExclusiveStartTableName !== undefined)
    t.ok(names.includes(caller.tableName))
    t.same(names, [...new Set(names)])
    for (const members of [{}, { tableName: 5 }, { tableName: 'other', format: null }]) {
      const { status, json } = await caller.json({ operation: 'tables', ...members })
      t.equal(status, 200, 'a given table’s name is ignored')
      t.ok(Array.isArray((json as Json).TableNames))
    }
  },

  'tables refuses a limit out of range, and what is no table’s name': async (t, caller) => {
    for (const Limit of [0, -1, 101, 1.5, '5', null]) {
      refused(t, await caller.run('tables', { Limit }), '/payload/Limit')
    }
    for (const ExclusiveStartTableName of ['', 'ab', 'a b c', 'x'.repeat(256), 'tablé', null, 5]) {
      const answer = await caller.run('tables', { ExclusiveStartTableName })
      refused(t, answer, '/payload/ExclusiveStartTableName')
    }
  }
}
