import fc from 'fast-check'
import t from 'tap'
import { findJsonFault } from '../../src/config/json-fault.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

t.test('a text has a fault where JSON.parse has one', async (t) => {
  const damaged = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.nat({ max: 2 }),
      fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', '-', '.', 'e', ' ', '\n', '\u007f')
    )
    .map(([text, at, cut, put]) => {
      const index = at % (text.length + 1)
      return text.slice(0, index) + put + text.slice(index + cut)
    })
  fc.assert(
    fc.property(fc.oneof(fc.json(), damaged, fc.string()), (text) => {
      const fault = findJsonFault(text)
      if (fault?.expected.startsWith('a member that')) return
      t.equal(fault === undefined, isJson(text), JSON.stringify(text))
    }),
    { numRuns: 500 }
  )
})

t.test('a member that an object has twice is one, however it is written', async (t) => {
  t.match(findJsonFault('{"a":1,"\\u0061":1}'), { index: 7 })
  t.equal(findJsonFault('[{"a":{"a":1}},{"a":1}]'), undefined)
})
