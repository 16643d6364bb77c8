import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { AbstractLevel, type AbstractValueIterator } from 'abstract-level'
import dynalite from 'dynalite'
import t from 'tap'
import { closeIterators } from '../../../src/dynamodb/embedded/close-iterators.ts'
import { startService } from '../../fixtures/service.ts'

t.test('a list leaves no iterator of the database open', async (t) => {
  closeIterators()
  const iterators: AbstractValueIterator<unknown, unknown, unknown>[] = []
  const { values } = AbstractLevel.prototype
  t.intercept(AbstractLevel.prototype, 'values', {
    value(this: AbstractLevel<unknown>, options: object) {
      const iterator = values.call(this, options)
      iterators.push(iterator)
      return iterator
    }
  })
  const server = dynalite({ path: t.testdir(), createTableMs: 0, deleteTableMs: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const service = await startService(t, { endpoint: `http://127.0.0.1:${port}` })
  const run = (operation: string, payload: object) =>
    service.post({ operation, tableName: service.tableName, payload })
  for (const id of ['a', 'b', 'c']) await run('create', { Item: { id } })
  for (const payload of [{}, { Limit: 2 }]) t.equal((await run('list', payload)).status, 200)
  t.equal(iterators.length, 2)
  for (const iterator of iterators) {
    await t.rejects(iterator.next(), { code: 'LEVEL_ITERATOR_NOT_OPEN' })
  }
})
