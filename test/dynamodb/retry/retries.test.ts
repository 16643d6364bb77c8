import t from 'tap'
import { sendWithRetries } from '../../../src/dynamodb/retry/retries.ts'
import { CallFailed } from '../../../src/operations/database.ts'
import { deadlineOf, sendOptions } from '../../fixtures/deadline.ts'
import { rejectionOf } from '../../fixtures/rejection.ts'

const BACKOFF_MS = 1

function sdkError(name: string, httpStatusCode: number): Error {
  const $fault = httpStatusCode < 500 ? 'client' : 'server'
  return Object.assign(new Error(name), { name, $fault, $metadata: { httpStatusCode } })
}
const throttle = () => sdkError('ThrottlingException', 400)
const failure = () => sdkError('InternalServerError', 500)

// A clock that ends between two attempts: at the network that cannot be made to happen.
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
