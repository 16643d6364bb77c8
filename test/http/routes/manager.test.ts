import t from 'tap'
import { startScripted } from '../../fixtures/service.ts'

t.test(
  'many requests on one connection, and many connections, all get their own answer',
  async (t) => {
    const { service } = await startScripted(t, () => {})
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => service.post({ operation: 'echo', payload: n }))
    )
    t.same(
      answers.map(({ body }) => body),
      Array.from({ length: 200 }, (_, n) => String(n))
    )
    t.equal(new Set(answers.map(({ headers }) => headers['x-amzn-requestid'])).size, 200)
  }
)
