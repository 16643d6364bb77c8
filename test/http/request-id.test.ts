import t from 'tap'
import { makeRequestId } from '../../src/http/request-id.ts'

t.test('a request’s id is a UUID of version 4, and no other request has it', async (t) => {
  const ids = Array.from({ length: 10_000 }, makeRequestId)
  const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
  t.same(
    ids.filter((id) => !UUID.test(id)),
    []
  )
  t.equal(new Set(ids).size, ids.length)
})
