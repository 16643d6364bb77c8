import t from 'tap'
import { type Call, refusal, reply, type Script } from '../fixtures/fake-engine.ts'
import { startDispatching } from '../fixtures/scripted-dispatch.ts'

const tableName = 'accounts'
const Key = { id: 'a' }
const payload = { TransactItems: [{ Put: { Item: Key } }, { Delete: { Key: { id: 'b' } } }] }
const write = { operation: 'transactWrite', tableName, payload }
const read = {
  operation: 'transactRead',
  tableName,
  payload: { TransactItems: [{ Get: { Key } }, { Get: { Key: { id: 'b' }, TableName: 'lines' } }] }
}

const accept: Script = (_call, response) => reply(response, 200, {})
const cut: Script = (_call, response) => response.socket?.destroy()
const fail: Script = (_call, response) => reply(response, 500, refusal('InternalServerError'))
const refuse =
  (name: string): Script =>
  (_call, response) =>
    reply(response, 400, refusal(name))
const cancel =
  (...codes: (string | undefined)[]): Script =>
  (_call, response) => {
    const CancellationReasons = codes.map((Code) => (Code === undefined ? {} : { Code }))
    reply(response, 400, { ...refusal('TransactionCanceledException'), CancellationReasons })
  }
const inTurn =
  (...scripts: Script[]): Script =>
  (call, response) =>
    (scripts[call.number - 1] ?? scripts.at(-1))?.(call, response)
const tokensOf = (calls: Call[]) => calls.map(({ input }) => input.ClientRequestToken)

t.test('a cancelled transaction has the status of its reasons, and all of them', async (t) => {
  for (const [status, ...codes] of [
    [429, 'ThrottlingError'],
    [429, 'None', 'ProvisionedThroughputExceeded', 'None'],
    [429, 'ThrottlingError', undefined, 'ProvisionedThroughputExceeded'],
    [400, 'ValidationError'],
    [400, 'ThrottlingError', 'ValidationError'],
    [400, 'ConditionalCheckFailed', 'ItemCollectionSizeLimitExceeded'],
    [400, 'TransactionConflict', 'ValidationError', 'None'],
    [400],
    [409, 'ConditionalCheckFailed'],
    [409, 'ThrottlingError', 'ConditionalCheckFailed'],
    [409, 'TransactionConflict'],
    [409, 'ThrottlingError', 'TransactionConflict'],
    [409, 'DuplicateItem', 'None'],
    [409, 'SomethingNew']
  ] as const) {
    for (const envelope of [write, read, { ...write, idempotencyKey: 'k' }]) {
      const { run, engine } = await startDispatching(t, cancel(...codes))
      const told = await run(envelope)
      t.equal(told.status, status, `${codes}`)
      t.match(told.json, {
        errorType: 'TransactionCanceledException',
        errorMessage: 'told by the engine'
      })
      t.same(
        told.json.CancellationReasons?.map(({ Code }: { Code?: string }) => Code) ?? [],
        codes,
        'in the order of the entries'
      )
      t.equal(told.headers['retry-after'], status === 429 ? '1' : undefined)
      t.equal(engine.calls.length, status === 429 ? 5 : 1, 'only throttles are repeated')
    }
  }
})

t.test('a reason’s item is in the format that was asked for', async (t) => {
  const { run } = await startDispatching(t, (_call, response) =>
    reply(response, 400, {
      ...refusal('TransactionCanceledException'),
      CancellationReasons: [
        { Code: 'None' },
        {
          Code: 'ConditionalCheckFailed',
          Message: 'no',
          Item: { id: { S: 'b' }, n: { N: '1E30' } }
        }
      ]
    })
  )
  t.same((await run(write)).json.CancellationReasons, [
    { Code: 'None' },
    { Code: 'ConditionalCheckFailed', Message: 'no', Item: { id: 'b', n: 1e30 } }
  ])
  const typed = { TransactItems: [{ Delete: { Key: { id: { S: 'b' } } } }] }
  const { json } = await run({ ...write, format: 'dynamodb', payload: typed })
  t.same(json.CancellationReasons[1].Item, { id: { S: 'b' }, n: { N: '1E30' } })
})

t.test('a transaction is repeated under one token of its own', async (t) => {
  const failures = [cut, fail, cancel('ThrottlingError'), refuse('TransactionInProgressException')]
  for (const failure of failures) {
    const { run, engine } = await startDispatching(t, inTurn(failure, failure, accept))
    t.equal((await run(write)).status, 200)
    const [first, ...others] = tokensOf(engine.calls)
    t.match(first, /^[\w-]{36}$/)
    t.same(others, [first, first])
    await run(write)
    t.not(tokensOf(engine.calls).at(-1), first, 'another request has another')
  }
})

t.test('the payload’s token is sent as it is, the idempotency key’s is made of it', async (t) => {
  const { run, engine } = await startDispatching(t, accept)
  const byHeader = await startDispatching(t, accept, {}, { idempotencyKey: 'a-key' })
  await run({ ...write, payload: { ...payload, ClientRequestToken: 'mine' } })
  await run({ ...write, idempotencyKey: 'a-key' })
  await byHeader.run(write)
  const [own, made] = tokensOf(engine.calls)
  t.equal(own, 'mine')
  t.match(made, /^[\w-]{36}$/)
  t.same(tokensOf(byHeader.engine.calls), [made])
  for (const told of [
    await run({
      ...write,
      idempotencyKey: 'k',
      payload: { ...payload, ClientRequestToken: 'mine' }
    }),
    await byHeader.run({ ...write, payload: { ...payload, ClientRequestToken: 'mine' } })
  ]) {
    t.equal(told.status, 400)
    t.match(told.json.errorMessage, /^\/payload\/ClientRequestToken: expected nothing .+"mine"$/)
  }
})

t.test('after a lost attempt only what a token tells is told', async (t) => {
  for (const [script, status, errorType] of [
    [cancel('ConditionalCheckFailed'), 409, 'TransactionCanceledException'],
    [refuse('IdempotentParameterMismatchException'), 409, 'IdempotentParameterMismatchException'],
    [refuse('ResourceNotFoundException'), 503, 'OutcomeUnknown'],
    [refuse('ThrottlingException'), 503, 'ServiceUnavailable'],
    [cancel('ThrottlingError'), 503, 'ServiceUnavailable'],
    [cut, 503, 'ServiceUnavailable']
  ] as const) {
    const { run } = await startDispatching(t, inTurn(fail, script))
    t.match(await run(write), { status, json: { errorType } })
  }
})

t.test('a read is repeated as any read is', async (t) => {
  for (const failure of [cut, fail, cancel('ThrottlingError'), refuse('ThrottlingException')]) {
    const { run, engine } = await startDispatching(t, inTurn(failure, accept))
    t.match(await run(read), { status: 200, json: { ResponseMetadata: { RetryAttempts: 1 } } })
    t.same(engine.calls[0]?.input, engine.calls[1]?.input)
    t.notHas(engine.calls[0]?.input, { ClientRequestToken: String })
  }
})

t.test('an entry without a table is about the envelope’s', async (t) => {
  const { run, engine } = await startDispatching(t, accept)
  const { record } = await run(read)
  t.same(engine.calls[0]?.input, {
    TransactItems: [
      { Get: { TableName: tableName, Key: { id: { S: 'a' } } } },
      { Get: { TableName: 'lines', Key: { id: { S: 'b' } } } }
    ]
  })
  t.match(record, { tableName, tables: [tableName, 'lines'] })
  const own = await run({
    ...write,
    payload: { TransactItems: [{ Delete: { Key, TableName: tableName } }] }
  })
  t.notHas(own.record, { tables: Array }, 'it names no other table')
})

t.test('an entry’s table has to be allowed, once all entries have their shape', async (t) => {
  const allowedTables = new Set([tableName, 'lines'])
  const rules = { allowedTables }
  const anyone = await startDispatching(t, accept, rules)
  const bound = await startDispatching(t, accept, rules, {
    grant: { tables: new Set([tableName, 'elsewhere']) }
  })
  const entries = (...tables: string[]) => ({
    ...write,
    payload: {
      TransactItems: tables.map((TableName, n) =>
        n % 2 === 0 ? { Put: { Item: Key, TableName } } : { ConditionCheck: check(TableName) }
      )
    }
  })
  const check = (TableName: string) => ({ TableName, Key, ConditionExpression: 'a = b' })
  const place = (index: number, action: string, why: string) =>
    `/payload/TransactItems/${index}/${action}/TableName: ${why}`
  const here = 'this table is not allowed here'
  const withKey = 'not allowed with this API key'

  t.equal((await anyone.run(entries(tableName, 'lines'))).status, 200)
  for (const [{ run }, envelope, message] of [
    [anyone, entries(tableName, 'other', 'another'), place(1, 'ConditionCheck', here)],
    [anyone, entries('arn:aws:dynamodb:us-east-1:000000000000:table/lines'), place(0, 'Put', here)],
    [anyone, entries('__proto__'), place(0, 'Put', here)],
    [bound, entries(tableName, 'lines'), place(1, 'ConditionCheck', withKey)],
    [bound, entries('elsewhere'), place(0, 'Put', here)]
  ] as const) {
    const told = await run(envelope)
    t.equal(told.status, 403)
    t.match(told.json, { errorType: 'AccessDeniedException', errorMessage: message })
  }
  const misshapen = entries('other')
  misshapen.payload.TransactItems.push({} as never)
  t.match(await anyone.run(misshapen), {
    status: 400,
    json: { errorMessage: /^\/payload\/TransactItems\/1: / }
  })
  t.match(await anyone.run({ ...entries('other'), tableName: 'third' }), {
    status: 403,
    json: { errorMessage: /^\/tableName: / }
  })
  t.equal(bound.engine.calls.length, 0)
  t.equal(anyone.engine.calls.length, 1)
})

t.test('DynamoDB’s lists and maps come as they are', async (t) => {
  const ConsumedCapacity = [
    { TableName: tableName, CapacityUnits: 2 },
    { TableName: 'lines', CapacityUnits: 4 }
  ]
  const ItemCollectionMetrics = {
    [tableName]: [{ ItemCollectionKey: { id: { S: 'a' } }, SizeEstimateRangeGB: [0, 1] }]
  }
  const { run } = await startDispatching(t, (_call, response) =>
    reply(response, 200, { ConsumedCapacity, ItemCollectionMetrics, Responses: [{}, { Item: {} }] })
  )
  const written = await run(write)
  t.same(Object.keys(written.json), [
    'ItemCollectionMetrics',
    'ConsumedCapacity',
    'ResponseMetadata'
  ])
  t.same(written.json.ConsumedCapacity, ConsumedCapacity)
  t.same(written.json.ItemCollectionMetrics[tableName][0].ItemCollectionKey, Key)
  t.equal(written.record.consumedCapacity, 6)
  const { json } = await run(read)
  t.same(Object.keys(json), ['Responses', 'ConsumedCapacity', 'ResponseMetadata'])
  t.same(json.Responses, [{}, { Item: {} }])
})

t.test('an engine without transactions is told in plain words', async (t) => {
  const { run } = await startDispatching(t, refuse('UnknownOperationException'))
  for (const envelope of [write, read, { ...write, idempotencyKey: 'k' }]) {
    t.match(await run(envelope), {
      status: 400,
      json: {
        errorType: 'ValidationException',
        errorMessage: /: expected a database with transactions, got one without$/
      }
    })
  }
})
