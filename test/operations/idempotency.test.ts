import t, { type Test } from 'tap'
import { refusal, reply, type Script } from '../fixtures/fake-engine.ts'
import { startScripted } from '../fixtures/service.ts'

const add = {
  operation: 'update',
  tableName: 'keyed-table',
  idempotencyKey: 'the-key',
  payload: {
    Key: { id: '1' },
    UpdateExpression: 'ADD n :one',
    ConditionExpression: 'n < :one',
    ExpressionAttributeValues: { ':one': 1 }
  }
}

const fail: Script = (_call, response) => reply(response, 500, refusal('InternalServerError'))
const cut: Script = (_call, response) => response.socket?.destroy()
const cancel =
  (...CancellationReasons: object[]): Script =>
  (_call, response) =>
    reply(response, 400, { ...refusal('TransactionCanceledException'), CancellationReasons })
const refuse =
  (name: string): Script =>
  (_call, response) =>
    reply(response, 400, refusal(name))
const accept =
  (output: object = {}): Script =>
  (_call, response) =>
    reply(response, 200, output)

/**
 * Sends `add` to an engine that answers one call after the other by these scripts, and then by the
 * last one again.
 */
async function play(t: Test, ...scripts: Script[]) {
  const { service, engine } = await startScripted(t, (call, response) =>
    (scripts[call.number - 1] ?? scripts.at(-1))?.(call, response)
  )
  const { status, headers, body } = await service.post(add)
  return { status, headers, json: JSON.parse(body), calls: engine.calls }
}

t.test('a write of unknown outcome is sent again with the same token', async (t) => {
  for (const failure of [fail, cut]) {
    const { status, calls } = await play(t, failure, failure, accept())
    t.equal(status, 200)
    t.same(
      calls.map(({ operation }) => operation),
      Array(3).fill('TransactWriteItems')
    )
    t.match(calls[0]?.input.ClientRequestToken, /^[\w-]{36}$/)
    t.same(calls[2]?.input, calls[0]?.input)
  }
})

t.test('what is sent is a transaction of the one write', async (t) => {
  const { calls } = await play(t, accept())
  const { tableName: TableName, payload } = add
  t.same(calls[0]?.input.TransactItems, [
    {
      Update: {
        TableName,
        ...payload,
        Key: { id: { S: '1' } },
        ExpressionAttributeValues: { ':one': { N: '1' } }
      }
    }
  ])
})

t.test('the answer’s lists have one entry, which is the answer, however large', async (t) => {
  for (const id of ['1', 'x'.repeat(10_000)]) {
    const { json } = await play(
      t,
      accept({
        ConsumedCapacity: [{ TableName: 'keyed-table', CapacityUnits: 2 }],
        ItemCollectionMetrics: {
          'keyed-table': [{ ItemCollectionKey: { id: { S: id } }, SizeEstimateRangeGB: [0, 1] }]
        }
      })
    )
    t.match(json, {
      ConsumedCapacity: { TableName: 'keyed-table', CapacityUnits: 2 },
      ItemCollectionMetrics: { ItemCollectionKey: { id }, SizeEstimateRangeGB: [0, 1] }
    })
  }
})

t.test('a transaction of one that is cancelled is told as its one reason', async (t) => {
  for (const [Code, status, errorType] of [
    ['ConditionalCheckFailed', 409, 'ConditionalCheckFailedException'],
    ['TransactionConflict', 409, 'TransactionConflictException'],
    ['ValidationError', 400, 'ValidationException'],
    ['ItemCollectionSizeLimitExceeded', 400, 'ItemCollectionSizeLimitExceededException'],
    ['ProvisionedThroughputExceeded', 429, 'ProvisionedThroughputExceededException'],
    ['ThrottlingError', 429, 'ThrottlingException'],
    ['SomethingNew', 409, 'TransactionCanceledException']
  ] as const) {
    const answer = await play(t, cancel({ Code, Message: 'the reason' }))
    t.equal(answer.status, status, Code)
    t.equal(answer.json.errorType, errorType)
    t.equal(answer.json.errorMessage, Code === 'SomethingNew' ? 'told by the engine' : 'the reason')
    t.equal('CancellationReasons' in answer.json, Code === 'SomethingNew')
    t.equal(answer.calls.length, status === 429 ? 5 : 1, 'throttled alone is sent again')
    t.equal(answer.headers['retry-after'], status === 429 ? '1' : undefined)
  }
})

t.test('a condition that fails after a lost attempt is the truth: a token tells', async (t) => {
  const reason = { Code: 'ConditionalCheckFailed', Message: 'no', Item: { id: { S: '1' } } }
  const { status, json } = await play(t, cut, cancel(reason))
  t.equal(status, 409)
  t.match(json, { errorType: 'ConditionalCheckFailedException', Item: { id: '1' } })
  const mismatch = await play(t, cut, refuse('IdempotentParameterMismatchException'))
  t.equal(mismatch.status, 409)
})

t.test('an attempt that is still at work is waited for', async (t) => {
  const busy = refuse('TransactionInProgressException')
  const { status, calls } = await play(t, cut, busy, accept())
  t.equal(status, 200)
  t.equal(calls.length, 3)
  const never = await play(t, cut, busy)
  t.equal(never.status, 503)
  t.equal(never.json.errorType, 'ServiceUnavailable', 'sent again it will be told')
  const alone = await play(t, busy)
  t.equal(alone.status, 409)
  t.equal(alone.json.errorType, 'TransactionInProgressException')
})

t.test('what is told after a lost attempt is true of the whole request', async (t) => {
  for (const [script, errorType] of [
    [cut, 'ServiceUnavailable'],
    [refuse('ThrottlingException'), 'ServiceUnavailable'],
    [cancel({ Code: 'ThrottlingError' }), 'ServiceUnavailable'],
    [refuse('AccessDeniedException'), 'OutcomeUnknown'],
    [refuse('ResourceNotFoundException'), 'OutcomeUnknown']
  ] as const) {
    const { status, json } = await play(t, fail, script)
    t.equal(status, 503)
    t.equal(json.errorType, errorType)
  }
})
