import Big from 'big.js'
import fc from 'fast-check'
import t from 'tap'
import {
  addNumbers,
  compareNumbers,
  normaliseNumber,
  subtractNumbers
} from '../../../src/engine/values/number.ts'
import { refusal } from '../refusal.ts'

const NINES = '9'.repeat(38)

/** Numbers that DynamoDB holds, in any spelling. */
const spelling = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.stringMatching(/^[0-9]{1,19}$/),
    fc.stringMatching(/^[0-9]{0,19}$/),
    fc.integer({ min: -100, max: 100 })
  )
  .map(([sign, whole, fraction, exponent]) => `${sign}${whole}.${fraction}e${exponent}`)

t.test('a number is spelled as DynamoDB returns it', async (t) => {
  for (const [text, canonical] of [
    ['0', '0'],
    ['-0', '0'],
    ['0e5', '0'],
    ['007', '7'],
    ['+5', '5'],
    ['5.', '5'],
    ['.5', '0.5'],
    ['1.50', '1.5'],
    ['-0.0100', '-0.01'],
    ['1e2', '100'],
    ['1E-7', '0.0000001'],
    ['123.45e1', '1234.5'],
    ['1234567890123456789012345678901234567800', '1234567890123456789012345678901234567800'],
    ['1E+125', `1${'0'.repeat(125)}`],
    ['9.9999999999999999999999999999999999999E+125', NINES + '0'.repeat(88)],
    ['-1e-130', `-0.${'0'.repeat(129)}1`],
    [`${'0'.repeat(500)}1`, '1']
  ] as const) {
    t.equal(normaliseNumber(text), canonical, text)
  }
})

t.test('what is no number, or none that DynamoDB holds, is refused', async (t) => {
  const overflow =
    'Number overflow. Attempting to store a number with magnitude larger than supported range'
  const underflow =
    'Number underflow. Attempting to store a number with magnitude smaller than supported range'
  const precision = 'Attempting to store more than 38 significant digits in a Number'
  for (const [text, words] of [
    ['', 'The parameter cannot be converted to a numeric value'],
    ['abc', 'The parameter cannot be converted to a numeric value: abc'],
    ['1_0', 'The parameter cannot be converted to a numeric value: 1_0'],
    [' 1', 'The parameter cannot be converted to a numeric value:  1'],
    ['-', 'The parameter cannot be converted to a numeric value: -'],
    ['.', 'The parameter cannot be converted to a numeric value: .'],
    ['1e', 'The parameter cannot be converted to a numeric value: 1e'],
    ['0x10', 'The parameter cannot be converted to a numeric value: 0x10'],
    ['NaN', 'The parameter cannot be converted to a numeric value: NaN'],
    ['1e126', overflow],
    ['-1e126', overflow],
    ['1e9999999999', overflow],
    ['1e-131', underflow],
    [`${NINES}9`, precision],
    ['0.123456789012345678901234567890123456789', precision]
  ] as const) {
    t.equal(
      refusal(() => normaliseNumber(text)),
      `ValidationException: ${words}`,
      text
    )
  }
})

t.test('normalised once, a number stays as it is, and keeps its value', async () => {
  fc.assert(
    fc.property(spelling, (text) => {
      const canonical = normaliseNumber(text)
      if (normaliseNumber(canonical) !== canonical) return false
      return new Big(canonical).eq(new Big(text.replace('+', '')))
    })
  )
})

t.test('the order of numbers is that of their values', async () => {
  fc.assert(
    fc.property(spelling, spelling, (a, b) => {
      const [left, right] = [normaliseNumber(a), normaliseNumber(b)]
      return Math.sign(compareNumbers(left, right)) === new Big(left).cmp(right)
    })
  )
})

t.test('sums are exact, and refused where they are not held', async (t) => {
  t.equal(addNumbers('0.1', '0.2'), '0.3')
  t.equal(addNumbers(NINES, '1'), `1${'0'.repeat(38)}`)
  t.equal(subtractNumbers('1', '1'), '0')
  t.equal(subtractNumbers('-5', '0.5'), '-5.5')
  t.match(
    refusal(() => addNumbers(NINES, '0.5')),
    /more than 38 significant digits/
  )
  t.match(
    refusal(() => addNumbers(`9${'0'.repeat(125)}`, `9${'0'.repeat(125)}`)),
    /Number overflow/
  )
})
