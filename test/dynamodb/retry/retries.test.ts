import t from 'tap'
import { sendWithRetries } from '../../../src/dynamodb/retry/retries.ts'

// A clock that ends between two attempts: at the network that cannot be made to happen.
t.test('a write that is throttled when its time ends tells the throttle', async (t) => {
  for (const repeats of ['read', 'write', 'never'] as const) {
    const clock = new AbortController()
    const throttle = Object.assign(new Error('slow down'), { name: 'ThrottlingException' })
    let attempts = 0
    const send = async (): Promise<never> => {
      attempts++
      setImmediate(() => clock.abort(new Error('the time is over')))
      throw throttle
    }
    await t.rejects(sendWithRetries(send, repeats, clock.signal), throttle)
    t.equal(attempts, 1)
  }
})

t.test('what is told at the end tells of every attempt', async (t) => {
  for (const [repeats, told] of [
    ['read', 'the answer before'],
    ['write', 'the time is over']
  ] as const) {
    const clock = new AbortController()
    let attempts = 0
    const send = async (): Promise<never> => {
      attempts++
      const error = { $fault: 'server', $metadata: { httpStatusCode: 500 } }
      if (attempts === 1) throw Object.assign(new Error('the answer before'), error)
      clock.abort(new Error('the time is over'))
      throw clock.signal.reason
    }
    const sent = sendWithRetries(send, repeats, clock.signal)
    await t.rejects(sent, { message: told, $metadata: { attempts: 2 } })
  }
})

t.test('what is over before it begins is not sent', async (t) => {
  const reason = new Error('the time is over')
  const send = async (): Promise<never> => t.fail('it was sent') as never
  await t.rejects(sendWithRetries(send, 'read', AbortSignal.abort(reason)), reason)
})
