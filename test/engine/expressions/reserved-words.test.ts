import t from 'tap'
import { isReservedWord } from '../../../src/engine/expressions/reserved-words.ts'

t.test('reserved words are known in any case', async (t) => {
  for (const word of ['ABORT', 'abort', 'Name', 'size', 'TTL', 'ZONE', 'items', 'data']) {
    t.ok(isReservedWord(word), word)
  }
  for (const word of ['id', 'price', 'toString', '', 'names_']) t.notOk(isReservedWord(word), word)
})
