import { fastify } from 'fastify'
import t, { type Test } from 'tap'
import { type RateLimit, rateLimit } from '../../../src/http/plugins/rate-limit.ts'
import { eventually } from '../../fixtures/eventually.ts'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import { startScripted } from '../../fixtures/service.ts'

const ping = { operation: 'ping' }

/** Posts until a request is answered 429; resolves with how many were not. */
async function countServed(post: () => Promise<{ status: number }>): Promise<number> {
  for (let served = 0; ; served++) if ((await post()).status === 429) return served
}

t.test('beyond BURST a caller is 429 until its RATE_LIMIT has filled up again', async (t) => {
  const { service } = await startScripted(t, () => {}, { env: { RATE_LIMIT: '1', BURST: '20' } })
  const post = () => service.post(ping)
  const served = await countServed(post)
  t.ok(served >= 20, 'a burst is served')
  t.ok(served < 40, 'and ends')
  let answer = await post()
  expectAnswer(
    t,
    answer,
    429,
    { message: 'Too Many Requests' },
    {
      'retry-after': '1',
      'x-amzn-errortype': 'TooManyRequestsException'
    }
  )
  t.notMatch(Object.keys(answer.headers).join(), /ratelimit/)
  t.equal((await service.send({ method: 'GET', path: '/health' })).status, 200)
  await eventually('a token', async () => {
    answer = await post()
    return answer.status !== 429
  })
  t.equal(answer.status, 200, 'a token later one more is served')
})

t.test('each key has a bucket of its own, and an unknown key that of its address', async (t) => {
  const env = { RATE_LIMIT: '1', BURST: '5', API_KEYS: 'first,second' }
  const { service } = await startScripted(t, () => {}, { env })
  const post = (key: string) => () => service.post(ping, { 'x-api-key': key })
  t.ok((await countServed(post('first'))) >= 5)
  t.ok((await countServed(post('second'))) >= 5, 'another key is another caller')
  const answer = await post('wrong')()
  t.equal(answer.status, 403)
  let guess = 0
  const guesses = await countServed(() => post(`guess-${guess++}`)())
  t.ok(guesses < 20, 'whoever guesses keys is one caller')
})

t.test('without RATE_LIMIT there is none', async (t) => {
  const { service } = await startScripted(t, () => {})
  const answers = await Promise.all(Array.from({ length: 300 }, () => service.post(ping)))
  t.ok(answers.every(({ status }) => status === 200))
})

let nowMs = 0

/**
 * Runs the plugin alone, by a clock that stands still between requests, to test its arithmetic.
 * Resolves with a function that sends `count` requests at once and counts the answers with 200.
 */
async function startLimited(
  t: Test,
  limit: RateLimit
): Promise<(count: number) => Promise<number>> {
  const { now } = performance
  performance.now = () => nowMs
  t.teardown(() => Object.assign(performance, { now }))
  const app = fastify()
  app.register(rateLimit, limit)
  app.register(async (scope) => scope.get('/', async () => 'served'))
  t.teardown(() => app.close())
  return async (count) => {
    const answers = await Promise.all(Array.from({ length: count }, () => app.inject('/')))
    return answers.filter(({ statusCode }) => statusCode === 200).length
  }
}

const LIMITS: RateLimit[] = [
  { perSecond: 1, burst: 1 },
  { perSecond: 3, burst: 1 },
  { perSecond: 7, burst: 3 },
  { perSecond: 1_000_000, burst: 10 }
]

for (const limit of LIMITS) {
  const { perSecond, burst } = limit
  t.test(
    `a full bucket of ${burst} at ${perSecond} per second serves as many, whatever the time`,
    async (t) => {
      const serve = await startLimited(t, limit)
      for (nowMs = 123.456_789; nowMs < 1e9; nowMs = nowMs * 1.1 + (burst * 1000) / perSecond) {
        const served = await serve(burst + 2)
        if (served !== burst) return t.equal(served, burst, `at ${nowMs} ms`)
      }
      return t.pass()
    }
  )
}

t.test(
  'an empty bucket serves one more for each interval, and never more than its burst',
  async (t) => {
    const serve = await startLimited(t, { perSecond: 4, burst: 2 })
    t.equal(await serve(5), 2)
    for (const [waitedMs, served] of [
      [249, 0],
      [1, 1],
      [500, 2],
      [125, 0],
      [125, 1],
      [60_000, 2]
    ] as const) {
      nowMs += waitedMs
      t.equal(await serve(5), served, `after ${waitedMs} ms more`)
    }
  }
)
