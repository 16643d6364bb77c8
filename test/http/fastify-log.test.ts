import { Writable } from 'node:stream'
import { pino } from 'pino'
import t from 'tap'
import { loadConfig } from '../../src/config.ts'
import { LAB_TABLE } from '../../src/documents/table-description.ts'
import { buildApp } from '../../src/http/app.ts'
import { operations } from '../../src/operations/table.ts'

t.test('what Fastify has to say, of a request or not, goes to the one log', async (t) => {
  const lines: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    }
  })
  const app = buildApp({
    ...loadConfig({ env: {}, operations: Object.keys(operations) }),
    table: LAB_TABLE,
    bodiesHeap: Number.POSITIVE_INFINITY,
    logger: pino(sink),
    service: { operations, database: {} as never, allowedTables: undefined },
    checkReady: async () => {}
  })
  t.teardown(() => app.close())
  app.get('/twice', (_request, reply) => {
    reply.send('once')
    reply.send('twice')
  })
  const { body } = await app.inject('/twice')
  t.equal(body, 'once')
  t.equal(lines.filter((line) => line.includes('FST_ERR_REP_ALREADY_SENT')).length, 1)
  await app.listen({ port: 0 })
  t.ok(lines.some((line) => line.includes('Server listening')))
})
