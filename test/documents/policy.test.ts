import * as Type from '@sinclair/typebox'
import t from 'tap'
import { toPolicy } from '../../src/documents/policy.ts'
import type { OperationTable } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'

const TABLE = `\${${'table_arn'}}`

const statement = (table: OperationTable, sid: string) =>
  toPolicy(table).Statement.find(({ Sid }) => Sid === sid)

t.test('every operation’s action is allowed on the table, and nothing else is', (t) => {
  const actions = Object.values<OperationTable[string]>(operations).flatMap((o) => o.action ?? [])
  t.same(statement(operations, 'Table'), {
    Sid: 'Table',
    Effect: 'Allow',
    Action: actions,
    Resource: TABLE
  })
  t.ok(actions.includes('dynamodb:PutItem'))
  t.end()
})

t.test('only what can name an index may use one', (t) => {
  const actions = Object.values<OperationTable[string]>(operations)
    .filter(({ payload }) => 'IndexName' in (payload?.properties ?? {}))
    .flatMap(({ action }) => action ?? [])
  t.ok(actions.includes('dynamodb:Scan'))
  t.same(statement(operations, 'Indexes')?.Action, actions)
  t.equal(statement(operations, 'Indexes')?.Resource, `${TABLE}/index/*`)
  const { ping } = operations
  t.same(
    toPolicy({ ping }).Statement.map(({ Sid }) => Sid),
    ['Logs'],
    'no statement without an action'
  )
  t.end()
})

t.test('no statement has a wildcard for an action, or for a whole resource', (t) => {
  for (const { Action, Resource } of toPolicy(operations).Statement) {
    t.same(
      Action.filter((action) => !/^[a-z]+:[A-Z][A-Za-z]+$/.test(action)),
      []
    )
    t.match(Resource, /^\$\{(table|log_group)_arn\}/)
  }
  t.end()
})

t.test('an operation that is added has its action in the policy', (t) => {
  const query: OperationTable[string] = {
    summary: 'Read the items of one partition.',
    action: 'dynamodb:Query',
    payload: Type.Object({ IndexName: Type.Optional(Type.String()) }),
    example: {},
    answer: {},
    run: () => ({})
  }
  const table = { ...operations, query, again: query }
  for (const sid of ['Table', 'Indexes']) {
    const actions = statement(table, sid)?.Action ?? []
    t.same(
      actions.filter((action) => action === 'dynamodb:Query'),
      ['dynamodb:Query'],
      `once in ${sid}`
    )
  }
  t.end()
})
