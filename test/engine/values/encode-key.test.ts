import fc from 'fast-check'
import t from 'tap'
import type { AttributeValue } from '../../../src/engine/values/attribute-value.ts'
import { compareValues } from '../../../src/engine/values/compare.ts'
import { encodeKey } from '../../../src/engine/values/encode-key.ts'
import { normaliseNumber } from '../../../src/engine/values/number.ts'

const number = fc
  .tuple(
    fc.bigInt({ min: -(10n ** 38n) + 1n, max: 10n ** 38n - 1n }),
    fc.integer({ min: -120, max: 80 })
  )
  .map(([digits, exponent]) => ({ N: normaliseNumber(`${digits}e${exponent}`) }))
const small = fc
  .tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -3, max: 3 }))
  .map(([digits, exponent]) => ({ N: normaliseNumber(`${digits}e${exponent}`) }))
const text = fc.string({ unit: 'binary' }).map((S) => ({ S }))
const binary = fc.uint8Array().map((bytes) => ({ B: Buffer.from(bytes).toString('base64') }))

function agrees(a: AttributeValue, b: AttributeValue): boolean {
  return Math.sign(Buffer.compare(encodeKey(a), encodeKey(b))) === Math.sign(compareValues(a, b))
}

t.test('the order of the bytes is the order of the keys', async () => {
  for (const key of [number, small, text, binary]) {
    fc.assert(fc.property(key, key, (a, b) => agrees(a, b)))
  }
})

t.test('what is equal has the same bytes', async (t) => {
  t.same(encodeKey({ N: normaliseNumber('1.0e1') }), encodeKey({ N: '10' }))
})

t.test('no number begins with another', async () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [left, right] = [encodeKey(a), encodeKey(b)]
      return left.equals(right) || !right.subarray(0, left.length).equals(left)
    })
  )
})

t.test('only scalars that have an order are keys', async (t) => {
  t.throws(() => encodeKey({ BOOL: true }), TypeError)
})
