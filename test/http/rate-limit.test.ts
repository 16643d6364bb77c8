import { fastify } from 'fastify'
import t, { type Test } from 'tap'
import { type RateLimit, rateLimit } from '../../src/http/plugins/rate-limit.ts'

// Of this plugin alone, by a clock that stands still between requests: its arithmetic is at stake.
let nowMs = 0
const { now } = performance
performance.now = () => nowMs
t.teardown(() => Object.assign(performance, { now }))

/** Answers with the number of those that are served of `count` requests at once. */
async function startLimited(
  t: Test,
  limit: RateLimit
): Promise<(count: number) => Promise<number>> {
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
