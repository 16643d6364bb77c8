import fc from 'fast-check'
import t from 'tap'
import {
  bytesOf,
  HASHES,
  hashPlace,
  partitionPlace,
  sortPlace,
  sortPlacePrefix
} from '../../../src/engine/store/keys.ts'

const binary = fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => ({
  B: Buffer.from(bytes).toString('base64')
}))
const string = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 8 })
  .map((text) => ({ S: text }))
const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

t.test(
  'places are in the order of the sort keys’ bytes, none the beginning of another',
  async () => {
    fc.assert(
      fc.property(fc.oneof(binary, string), fc.oneof(binary, string), (a, b) => {
        const expected = order(bytesOf(a), bytesOf(b))
        const [left, right] = [sortPlace(a), sortPlace(b)]
        return order(left, right) === expected && (expected === 0 || !right.startsWith(left))
      })
    )
  }
)

t.test('the place of a sort key begins with that of its beginning', async () => {
  fc.assert(
    fc.property(binary, fc.nat({ max: 8 }), (value, length) => {
      const whole = Buffer.from(value.B, 'base64')
      const begin = { B: whole.subarray(0, length).toString('base64') }
      return sortPlace(value).startsWith(sortPlacePrefix(begin))
    })
  )
})

t.test('keys have no characters above U+00FF, and no partition begins another', async () => {
  fc.assert(
    fc.property(fc.oneof(binary, string), fc.oneof(binary, string), (a, b) => {
      const [left, right] = [partitionPlace(a), partitionPlace(b)]
      const isFine = [...left].every((character) => character <= '\xff')
      return isFine && (bytesOf(a) === bytesOf(b)) === right.startsWith(left)
    })
  )
})

t.test('neighbouring keys are spread over all hashes', async (t) => {
  const parts = new Array(16).fill(0)
  for (let i = 0; i < 16_000; i++) {
    const place = partitionPlace({ S: `item-${i}` })
    let part = 15
    while (place < hashPlace((HASHES / 16) * part)) part--
    parts[part]++
  }
  for (const count of parts) t.ok(count > 800 && count < 1_200, `${count} of 1000`)
})
