import t from 'tap'
import { parse } from '../../src/json/parse.ts'
import { admit, type Named } from '../../src/operations/envelope.ts'
import { operations } from '../../src/operations/table.ts'

const rules = { operations, allowedTables: undefined }

t.test('a body that is one number is told as such, however long', async (t) => {
  for (const text of ['12', '12345678901234567890', '1e200']) {
    t.throws(() => admit(parse(text), rules, {}, {}), {
      message: /^The request body: .*, got a number$/
    })
  }
})

t.test(
  'a table’s name is sent as it came, and kept for the log as far as one can go',
  async (t) => {
    for (const [length, kept] of [
      [3, 3],
      [1024, 1024],
      [1_000_000, 1024]
    ] as const) {
      const tableName = 'x'.repeat(length)
      const named: Named = {}
      const envelope = admit({ operation: 'list', tableName }, rules, {}, named)
      t.equal(envelope.tableName.length, length)
      t.equal(named.tableName, 'x'.repeat(kept))
    }
  }
)
