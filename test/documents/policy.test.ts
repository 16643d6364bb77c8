import * as Type from '@sinclair/typebox'
import t from 'tap'
import { toPolicy } from '../../src/documents/policy.ts'
import { type Operation, operation } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'

const TABLE = `\${${'table_arn'}}`

const statements = toPolicy(operations).Statement

t.test('each operation on a table may do what its call needs, and no more', (t) => {
  for (const [name, { call }] of Object.entries<Operation>(operations)) {
    const found = statements.filter(({ Sid }) => Sid.toLowerCase() === name.toLowerCase())
    if (!call || call.isTableless) {
      t.same(found, [], name)
      continue
    }
    const actions = (call.actions ?? [call.name]).map((action) => `dynamodb:${action}`)
    t.same(
      found.map(({ Action }) => Action),
      [actions],
      name
    )
  }
  t.end()
})

t.test('only what can name an index may use one', (t) => {
  for (const { Sid, Resource } of statements) {
    const hasIndex = ['List', 'Query', 'Count'].includes(Sid)
    t.equal(Resource.includes(`${TABLE}/index/*`), hasIndex, Sid)
  }
  t.end()
})

t.test('no statement has a wildcard for an action, or for a whole resource', (t) => {
  for (const { Sid, Action, Resource } of statements) {
    t.same(
      Action.filter((action) => !/^[a-z]+:[A-Z][A-Za-z]+$/.test(action)),
      [],
      Sid
    )
    for (const one of Resource) t.match(one, /^\$\{(table|log_group)_arn\}/, Sid)
  }
  t.end()
})

t.test('an operation that is added has a statement of its own', (t) => {
  const execute = operation({
    summary: 'Execute a statement.',
    payload: Type.Object({ IndexName: Type.Optional(Type.String()) }),
    call: {
      name: 'ExecuteStatement',
      actions: ['PartiQLSelect'],
      effect: 'read',
      command: () => ({ input: {} }),
      members: []
    },
    example: { payload: {}, answer: {} }
  })
  const found = toPolicy({ ...operations, execute }).Statement.find(({ Sid }) => Sid === 'Execute')
  t.same(found, {
    Sid: 'Execute',
    Effect: 'Allow',
    Action: ['dynamodb:PartiQLSelect'],
    Resource: [TABLE, `${TABLE}/index/*`]
  })
  const { ping } = operations
  const sids = toPolicy({ ping }).Statement.map(({ Sid }) => Sid)
  t.same(sids, ['Logs'], 'one without a call has none')
  t.end()
})
