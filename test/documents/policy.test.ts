import * as Type from '@sinclair/typebox'
import t from 'tap'
import { toPolicy } from '../../src/documents/policy.ts'
import { type Operation, type OperationTable, operation } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'

const TABLE = `\${${'table_arn'}}`

function actionsOf(has: (record: Operation) => boolean): string[] {
  const calls = Object.values<Operation>(operations)
    .filter(has)
    .flatMap(({ call }) => call ?? [])
  const actions = calls.flatMap(({ name, actions = [name] }) => actions)
  return [...new Set(actions)].map((action) => `dynamodb:${action}`)
}

const statement = (table: OperationTable, sid: string) =>
  toPolicy(table).Statement.find(({ Sid }) => Sid === sid)

t.test('every operation’s action is allowed on the table, and nothing else is', (t) => {
  const actions = actionsOf(({ call }) => !call?.isTableless)
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
  const actions = actionsOf(({ payload }) => 'IndexName' in (payload?.properties ?? {}))
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
    t.match(Resource, Action.includes('dynamodb:ListTables') ? '*' : /^\$\{(table|log_group)_arn\}/)
  }
  t.end()
})

t.test('an operation that is added has its action in the policy', (t) => {
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
  const table = { ...operations, execute, again: execute }
  for (const sid of ['Table', 'Indexes']) {
    const actions = statement(table, sid)?.Action ?? []
    t.same(
      actions.filter((action) => action === 'dynamodb:PartiQLSelect'),
      ['dynamodb:PartiQLSelect'],
      `once in ${sid}`
    )
  }
  t.end()
})
