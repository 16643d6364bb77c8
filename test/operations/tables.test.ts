import t from 'tap'
import { reply } from '../fixtures/fake-engine.ts'
import { startDispatching } from '../fixtures/scripted-dispatch.ts'

const tables = (payload?: object) => ({ operation: 'tables', payload })

t.test('where every table is allowed, DynamoDB is asked', async (t) => {
  const { run, engine } = await startDispatching(t, (_call, response) =>
    reply(response, 200, { LastEvaluatedTableName: 'b', TableNames: ['a', 'b'] })
  )
  const payload = { ExclusiveStartTableName: 'Any_.-9', Limit: 2 }
  const { json, record } = await run({ ...tables(payload), tableName: 5, format: 5 })
  t.same(Object.keys(json), ['TableNames', 'LastEvaluatedTableName', 'ResponseMetadata'])
  t.match(engine.calls, [{ operation: 'ListTables', input: payload }])
  t.notHas(record, { tableName: String })
  await run(tables())
  t.same(engine.calls[1]?.input, {})
})

t.test('where tables are allowed by name, those are told without a call', async (t) => {
  const names = ['b', 'a', 'é', 'B', 'c', '😀', '\ufb01']
  const allowedTables = new Set(names)
  const { run, engine } = await startDispatching(t, () => {}, { allowedTables })
  const { json, record } = await run(tables())
  t.same(json, { TableNames: ['B', 'a', 'b', 'c', 'é', '😀', '\ufb01'] }, 'by code units')
  t.notHas(record, { retries: Number })
  t.equal(engine.calls.length, 0)
})

t.test('the key’s tables and the service’s: those that both allow', async (t) => {
  const some = new Set(['one', 'two', 'three'])
  const others = new Set(['two', 'three', 'four'])
  for (const [allowedTables, grant, TableNames] of [
    [some, others, ['three', 'two']],
    [undefined, others, ['four', 'three', 'two']],
    [some, undefined, ['one', 'three', 'two']],
    [some, new Set(['four']), []]
  ] as const) {
    const caller = { grant: { tables: grant } }
    const { run } = await startDispatching(t, () => {}, { allowedTables }, caller)
    t.same((await run(tables())).json, { TableNames })
  }
})

t.test('names are told page by page, as DynamoDB does', async (t) => {
  const allowedTables = new Set(Array.from({ length: 205 }, (_, n) => `table-${1000 + n}`))
  const { run } = await startDispatching(t, () => {}, { allowedTables })
  const first = await run(tables())
  t.equal(first.json.TableNames.length, 100)
  t.equal(first.json.LastEvaluatedTableName, 'table-1099')
  const second = await run(tables({ ExclusiveStartTableName: 'table-1099' }))
  t.equal(second.json.TableNames[0], 'table-1100')
  t.equal(second.json.LastEvaluatedTableName, 'table-1199')
  const last = await run(tables({ ExclusiveStartTableName: 'table-1199', Limit: 5 }))
  t.equal(last.json.TableNames.length, 5)
  t.same(Object.keys(last.json), ['TableNames'], 'no more follow')
  const between = await run(tables({ ExclusiveStartTableName: 'table-10035', Limit: 1 }))
  t.same(between.json, { TableNames: ['table-1004'], LastEvaluatedTableName: 'table-1004' })
  const beyond = await run(tables({ ExclusiveStartTableName: 'zzz' }))
  t.same(beyond.json, { TableNames: [] })
})

t.test('a wrong limit or name is refused with and without a call', async (t) => {
  for (const allowedTables of [undefined, new Set(['one'])]) {
    const { run, engine } = await startDispatching(t, () => {}, { allowedTables })
    for (const [payload, message] of [
      [{ Limit: 0 }, '/payload/Limit: expected an integer from 1 to 100, got the number 0'],
      [{ Limit: 101 }, '/payload/Limit: expected an integer from 1 to 100, got the number 101'],
      [{ Limit: 1.5 }, /^\/payload\/Limit: expected an integer/],
      [{ ExclusiveStartTableName: 'ab' }, /^\/payload\/ExclusiveStartTableName: .+"ab"$/],
      [{ ExclusiveStartTableName: 'a b' }, /^\/payload\/ExclusiveStartTableName: /],
      [{ ExclusiveStartTableName: 'abc\n' }, /^\/payload\/ExclusiveStartTableName: /],
      [{ ExclusiveStartTableName: 'x'.repeat(256) }, /^\/payload\/ExclusiveStartTableName: /]
    ] as const) {
      t.match(await run(tables(payload)), { status: 400, json: { errorMessage: message } })
    }
    t.equal(engine.calls.length, 0)
  }
  const allowedTables = new Set(['one'])
  const { run } = await startDispatching(t, () => {}, { allowedTables })
  for (const name of ['abc', 'x'.repeat(255), 'a.b-c_9']) {
    t.equal((await run(tables({ ExclusiveStartTableName: name }))).status, 200)
  }
})

t.test('describe tells dates as ISO 8601, at any depth, and all else as it is', async (t) => {
  const { run, engine } = await startDispatching(t, (_call, response) =>
    reply(response, 200, {
      Table: {
        TableName: 'described',
        CreationDateTime: 1795878245.1239,
        TableSizeBytes: 1795878245,
        ProvisionedThroughput: { LastIncreaseDateTime: 0, ReadCapacityUnits: 5 },
        Replicas: [{ RegionInaccessibleDateTime: 1.795878245e9, KMSMasterKeyId: 'x' }],
        SSEDescription: { InaccessibleEncryptionDateTime: '2026-01-01' }
      }
    })
  )
  const describe = { operation: 'describe', tableName: 'described' }
  const { status, json } = await run({ ...describe, format: 5, idempotencyKey: 5 })
  t.equal(status, 200)
  t.same(Object.keys(json), ['Table', 'ResponseMetadata'])
  t.same(json.Table, {
    TableName: 'described',
    CreationDateTime: '2026-11-28T15:04:05.124Z',
    TableSizeBytes: 1795878245,
    ProvisionedThroughput: {
      LastIncreaseDateTime: '1970-01-01T00:00:00.000Z',
      ReadCapacityUnits: 5
    },
    Replicas: [{ RegionInaccessibleDateTime: '2026-11-28T15:04:05.000Z', KMSMasterKeyId: 'x' }],
    SSEDescription: { InaccessibleEncryptionDateTime: '2026-01-01' }
  })
  t.match(engine.calls, [{ operation: 'DescribeTable', input: { TableName: 'described' } }])
  t.match(await run({ ...describe, payload: { Bogus: 1 } }), {
    status: 400,
    json: { errorMessage: '/payload/Bogus: expected no members, got the number 1' }
  })
})
