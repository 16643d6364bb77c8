import t from 'tap'
import { parse } from '../../src/json/parse.ts'
import { admit, type Named } from '../../src/operations/envelope.ts'
import { operations } from '../../src/operations/table.ts'
import { startEngine } from '../fixtures/engine.ts'
import { expectAnswer } from '../fixtures/expect-answer.ts'
import { startDispatching } from '../fixtures/scripted-dispatch.ts'
import { startService } from '../fixtures/service.ts'

const rules = { operations, allowedTables: undefined }

t.test('a body that is one number is told as such, however long', async (t) => {
  for (const text of ['12', '12345678901234567890', '1e200']) {
    t.throws(() => admit(parse(text), rules, {}, {}), {
      message: /^The request body: .*, got a number$/
    })
  }
})

t.test(
  'a table’s name is sent as it came, and kept for the log as far as one can go',
  async (t) => {
    for (const [length, kept] of [
      [3, 3],
      [1024, 1024],
      [1_000_000, 1024]
    ] as const) {
      const tableName = 'x'.repeat(length)
      const named: Named = {}
      const envelope = admit({ operation: 'list', tableName }, rules, {}, named)
      t.equal(envelope.tableName.length, length)
      t.equal(named.tableName, 'x'.repeat(kept))
    }
  }
)

t.test('ALLOWED_TABLES: another table is 403, before its payload is looked at', async (t) => {
  const { endpoint } = await startEngine(t)
  const env = { TABLE_NAME: 'allowed-one', ALLOWED_TABLES: 'allowed-one' }
  const service = await startService(t, { endpoint, env })
  const list = (tableName: string) => service.post({ operation: 'list', tableName })
  t.equal((await list('allowed-one')).status, 200)
  for (const name of [
    'allowed-two',
    'Allowed-one',
    'allowed-one ',
    'allowed-one/index/x',
    'arn:aws:dynamodb:us-east-1:000000000000:table/allowed-one',
    '__proto__'
  ]) {
    const answer = await list(name)
    expectAnswer(t, answer, 403, { errorType: 'AccessDeniedException' })
    t.notMatch(answer.body, 'allowed-one"', 'no other table is told')
  }
  const early = await service.post({ operation: 'create', tableName: 'other-table', payload: 5 })
  t.equal(early.status, 403)
  t.match(service.logs.at(-1), { tableName: 'other-table', statusCode: 403 })
})

t.test('an operation that is not allowed is 403 for everybody, by its name', async (t) => {
  const allowedOperations = new Set(['ping', 'describe'])
  const { run } = await startDispatching(t, () => {}, { allowedOperations })
  t.match(await run({ operation: 'ping' }), { status: 200, json: 'pong' })
  for (const operation of ['echo', 'tables', 'read']) {
    t.match(await run({ operation, payload: 5 }), {
      status: 403,
      json: {
        errorType: 'AccessDeniedException',
        errorMessage: '/operation: this operation is not allowed here'
      }
    })
  }
  t.match(await run({ operation: 'nothing' }), {
    status: 400,
    json: { errorMessage: 'Unrecognized operation "nothing"' }
  })
})

t.test('format is looked at after the table and before the key and the payload', async (t) => {
  const rules = { allowedTables: new Set(['allowed']) }
  const { run } = await startDispatching(t, () => {}, rules)
  const wrong = { operation: 'create', format: 5, idempotencyKey: 5, payload: 5 }
  for (const [members, status, place] of [
    [{ tableName: 'other' }, 403, '/tableName'],
    [{ tableName: 'allowed' }, 400, '/format'],
    [{ tableName: 'allowed', format: 'dynamodb' }, 400, '/idempotencyKey'],
    [{ tableName: 'allowed', format: 'dynamodb', idempotencyKey: 'k' }, 400, '/payload']
  ] as const) {
    const told = await run({ ...wrong, ...members })
    t.equal(told.status, status)
    t.ok(told.json.errorMessage.startsWith(`${place}: `), told.json.errorMessage)
  }
})
