import t from 'tap'
import { startEngine } from '../../fixtures/engine.ts'
import { startService } from '../../fixtures/service.ts'

const { endpoint } = await startEngine(t)

t.test(
  '/health and /ready answer GET and HEAD, say so when not ready, and are silent while well',
  async (t) => {
    const service = await startService(t, { endpoint })
    for (const path of ['/health', '/ready']) {
      t.equal((await service.send({ method: 'GET', path })).status, 200)
      const head = await service.send({ method: 'HEAD', path })
      t.equal(head.status, 200)
      t.equal(head.body, '')
      for (const other of [`${path}/`, path.toUpperCase(), `/Prod${path}`]) {
        t.equal((await service.send({ method: 'GET', path: other })).status, 403)
      }
      t.equal((await service.send({ method: 'POST', path })).status, 403)
    }
    t.same(
      service.logs.filter(({ statusCode }) => statusCode === 200),
      [],
      'both are silent while well'
    )
    const without = await startService(t, { endpoint, table: false })
    t.equal(
      (await without.send({ method: 'GET', path: '/ready' })).status,
      503,
      'no table: not ready'
    )
    t.equal((await without.send({ method: 'GET', path: '/health' })).status, 200)
    t.match(without.logs, [
      { msg: 'not ready', cause: 'ResourceNotFoundException' },
      { statusCode: 503 }
    ])
  }
)
