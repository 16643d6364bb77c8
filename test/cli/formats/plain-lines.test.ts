import * as fc from 'fast-check'
import t from 'tap'
import { createPlainEncoder } from '../../../src/cli/formats/plain-lines.ts'
import { readPlainLines } from '../../../src/dynamodb/wire/text.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 10 }).filter((value) => value.isWellFormed())
const number = fc.oneof(
  fc.integer().map(String),
  fc.stringMatching(/^-?[1-9]\d{0,20}(\.\d{0,16}[1-9])?$/),
  fc.constantFrom('0', '1E+125', '1e-130', '-0.000001', '9007199254740993', '007', '+5', '5.')
)
const { value } = fc.letrec<{ value: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text.map((S) => ({ S })),
    number.map((N) => ({ N })),
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true }),
    fc.array(text, { minLength: 1, maxLength: 3 }).map((SS) => ({ SS })),
    fc.array(number, { minLength: 1, maxLength: 3 }).map((NS) => ({ NS })),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }).map((M) => ({ M }))
  )
}))
const items = fc.array(fc.dictionary(text, value, { maxKeys: 5 }), { minLength: 1, maxLength: 5 })

t.test('lines that are made plain as text are those that are made so by values', async (t) => {
  const asText = createPlainEncoder(readPlainLines, () => {})
  const byValues = createPlainEncoder(
    () => undefined,
    () => {}
  )
  const property = fc.property(items, (given) => {
    const lines = Buffer.from(given.map((Item) => `${JSON.stringify({ Item })}\n`).join(''))
    t.ok(asText(lines).toString() === byValues(lines).toString())
  })
  fc.assert(property, { numRuns: 500 })
})

t.test('lines with spaces in them are made plain by values', async (t) => {
  const lines = Buffer.from('{"Item": {"id": {"S": "1"}}}\n')
  t.equal(createPlainEncoder(readPlainLines, () => {})(lines), '{"id":"1"}\n')
})
