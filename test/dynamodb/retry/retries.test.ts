import t from 'tap'
import { sendWithRetries } from '../../../src/dynamodb/retry/retries.ts'
import { CallFailed } from '../../../src/operations/database.ts'
import { deadlineOf, sendOptions } from '../../fixtures/deadline.ts'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import { refusal, reply, type Script } from '../../fixtures/fake-engine.ts'
import { rejectionOf } from '../../fixtures/rejection.ts'
import { startScripted, startService } from '../../fixtures/service.ts'

const tableName = 'fault-table'
const create = { operation: 'create', tableName, payload: { Item: { id: '1' } } }
const read = { operation: 'read', tableName, payload: { Key: { id: '1' } } }
const add = {
  operation: 'update',
  tableName,
  payload: {
    Key: { id: '1' },
    UpdateExpression: 'ADD n :one',
    ExpressionAttributeValues: { ':one': 1 }
  }
}
const unavailable = { errorType: 'ServiceUnavailable' }
const again = { 'retry-after': '1' }

const BACKOFF_MS = 1

function sdkError(name: string, httpStatusCode: number): Error {
  const $fault = httpStatusCode < 500 ? 'client' : 'server'
  return Object.assign(new Error(name), { name, $fault, $metadata: { httpStatusCode } })
}
const throttle = () => sdkError('ThrottlingException', 400)
const failure = () => sdkError('InternalServerError', 500)

// A fake attempt, because no network lets the time end exactly between two attempts.
t.test('a write that is throttled when its time ends tells the throttle', async (t) => {
  for (const repeats of ['read', 'write', 'never'] as const) {
    const clock = new AbortController()
    const options = sendOptions(repeats, deadlineOf(clock.signal))
    const send = async (): Promise<never> => {
      setImmediate(() => clock.abort(new Error('the time is over')))
      throw throttle()
    }
    t.match(await rejectionOf(sendWithRetries(send, options, 1_000)), { outcome: 'throttled' })
    t.equal(options.tally.attempts, 1)
  }
})

t.test('every attempt is counted, also one that the end of the time cut off', async (t) => {
  for (const [repeats, told] of [
    ['read', { outcome: 'unavailable', facts: { attempts: 1, isSent: true } }],
    ['write', { message: 'the time is over' }]
  ] as const) {
    const clock = new AbortController()
    const options = sendOptions(repeats, deadlineOf(clock.signal))
    const send = async (): Promise<never> => {
      if (options.tally.attempts === 1) throw failure()
      clock.abort(new Error('the time is over'))
      throw clock.signal.reason
    }
    t.match(await rejectionOf(sendWithRetries(send, options, BACKOFF_MS)), told)
    t.equal(options.tally.attempts, 2)
  }
})

t.test('what is over before it begins is not sent', async (t) => {
  const reason = new Error('the time is over')
  const send = async (): Promise<never> => t.fail('it was sent') as never
  const options = sendOptions('read', deadlineOf(AbortSignal.abort(reason)))
  await t.rejects(sendWithRetries(send, options, BACKOFF_MS), reason)
})

t.test('no attempt is begun that would hardly end in time: what is known is told', async (t) => {
  const { signal } = deadlineOf()
  const options = sendOptions('never', { signal, leftMs: () => 0 })
  const send = async (): Promise<never> => {
    throw throttle()
  }
  t.match(await rejectionOf(sendWithRetries(send, options, BACKOFF_MS)), {
    outcome: 'throttled',
    facts: { endedBy: 'time', attempts: 1 }
  })
})

t.test('a write of unknown outcome that is never repeated is told as unknown', async (t) => {
  for (const [repeats, outcome, attempts] of [
    ['read', 'unavailable', 5],
    ['write', 'unavailable', 5],
    ['keyed', 'unavailable', 5],
    ['never', 'unknown', 1]
  ] as const) {
    const options = sendOptions(repeats)
    const send = async (): Promise<never> => {
      throw failure()
    }
    t.match(await rejectionOf(sendWithRetries(send, options, BACKOFF_MS)), {
      outcome,
      facts: { attempts }
    })
  }
})

t.test('a refusal after an attempt that may have been applied is not the truth', async (t) => {
  for (const [repeats, outcome] of [
    ['read', 'refused'],
    ['write', 'unknown'],
    ['keyed', 'unknown']
  ] as const) {
    const options = sendOptions(repeats)
    const send = async (): Promise<never> => {
      throw options.tally.attempts === 1 ? failure() : sdkError('ValidationException', 400)
    }
    t.match(await rejectionOf(sendWithRetries(send, options, BACKOFF_MS)), { outcome })
  }
})

t.test('wrong credentials are no refusal of the request', async (t) => {
  const send = async (): Promise<never> => {
    throw sdkError('UnrecognizedClientException', 400)
  }
  const sent = sendWithRetries(send, sendOptions('read'), BACKOFF_MS)
  t.match(await rejectionOf(sent), { outcome: 'unauthenticated', facts: { attempts: 1 } })
})

t.test('a bug is thrown as it is', async (t) => {
  const bug = new TypeError('x is not a function')
  const send = async (): Promise<never> => {
    throw bug
  }
  await t.rejects(sendWithRetries(send, sendOptions('read'), BACKOFF_MS), bug)
  t.notOk((bug as Error) instanceof CallFailed)
})

t.test(
  'an engine that is down is 503 with Retry-After, and says nothing of where it is',
  async (t) => {
    const endpoint = 'http://127.0.0.1:1'
    const service = await startService(t, { endpoint, table: false })
    for (const envelope of [create, read, add]) {
      const answer = await service.post(envelope)
      const { errorMessage } = expectAnswer(t, answer, 503, unavailable, again)
      t.notMatch(errorMessage, /127|ECONN/)
    }
    t.equal((await service.send({ method: 'GET', path: '/ready' })).status, 503)
    t.match(service.logs[0], { errorType: 'ServiceUnavailable', code: 'ECONNREFUSED' })
    t.match(
      service.logs.find(({ msg }) => msg === 'not ready'),
      { level: 40, code: 'ECONNREFUSED' }
    )
  }
)

t.test('an engine that answers 500 is 503, and the tries are bounded', async (t) => {
  const { service, engine } = await startScripted(t, (_call, response) =>
    reply(response, 500, refusal('InternalServerError'))
  )
  const answer = await service.post(create)
  expectAnswer(t, answer, 503, unavailable, again)
  t.equal(engine.calls.length, 5)
  t.match(service.logs.at(-1), { retries: 4, statusCode: 503 })
})

t.test(
  'a throttled request is retried, then 429 with Retry-After in DynamoDB’s words',
  async (t) => {
    for (const name of [
      'ProvisionedThroughputExceededException',
      'ThrottlingException',
      'RequestLimitExceeded'
    ]) {
      const { service, engine } = await startScripted(t, (_call, response) =>
        reply(response, 400, refusal(name))
      )
      const answer = await service.post(add)
      const errorMessage = 'told by the engine'
      expectAnswer(t, answer, 429, { errorType: name, errorMessage }, again)
      t.equal(engine.calls.length, 5)
    }
  }
)

t.test('a read that is throttled until its time is over is 429, never 504', async (t) => {
  const { service } = await startScripted(
    t,
    (_call, response) => reply(response, 400, refusal('ThrottlingException')),
    { env: { REQUEST_TIMEOUT_MS: '60' }, backoffMs: 25 }
  )
  t.equal((await service.post(read)).status, 429)
})

t.test('a failure that passes is retried, and RetryAttempts counts it', async (t) => {
  const { service } = await startScripted(t, (call, response) =>
    call.number < 3
      ? reply(response, 500, refusal('InternalServerError'))
      : reply(response, 200, {})
  )
  const answer = await service.post(read)
  t.equal(answer.status, 200)
  t.equal(JSON.parse(answer.body).ResponseMetadata.RetryAttempts, 2)
})

t.test(
  'an update that may not be repeated is sent once, and its outcome told as unknown',
  async (t) => {
    const failures: Script[] = [
      (_call, response) => reply(response, 500, refusal('InternalServerError')),
      (_call, response) => response.socket?.destroy(),
      (_call, response) => {
        response.writeHead(200, { 'content-length': '100' })
        response.write('{"Attr')
        setImmediate(() => response.socket?.destroy())
      },
      (_call, response) => reply(response, 200, '{"Attributes":'),
      (_call, response) => reply(response, 200, '[]'),
      (_call, response) => reply(response, 400, 'no JSON, no name')
    ]
    for (const script of failures) {
      const { service, engine } = await startScripted(t, script)
      const answer = await service.post(add)
      expectAnswer(t, answer, 503, { errorType: 'OutcomeUnknown' })
      t.equal(engine.calls.length, 1)
    }
  }
)

t.test(
  'an update that may not be repeated is retried where it certainly did not happen',
  async (t) => {
    const { service, engine } = await startScripted(t, (call, response) =>
      call.number === 1
        ? reply(response, 400, refusal('ThrottlingException'))
        : reply(response, 200, {})
    )
    t.equal((await service.post(add)).status, 200)
    t.equal(engine.calls.length, 2)
  }
)

t.test('a throttle after an attempt that may have been applied is not told as 429', async (t) => {
  const { service } = await startScripted(t, (call, response) =>
    call.number === 1
      ? reply(response, 500, refusal('InternalServerError'))
      : reply(response, 400, refusal('ThrottlingException'))
  )
  expectAnswer(t, await service.post(create), 503, { errorType: 'OutcomeUnknown' })
})
