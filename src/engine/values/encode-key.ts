import type { AttributeValue } from './attribute-value.ts'
import { toDecimal } from './number.ts'

const NEGATIVE = 0x01
const ZERO = 0x02
const POSITIVE = 0x03
// The powers of ten from -130 to 125 fill one byte.
const LEAST_EXPONENT = -130

/**
 * Bytes whose order (memcmp) is the order of keys of one type, and equal where the keys are. They
 * are not self-delimiting: a store that puts anything behind them writes their length or escapes
 * them.
 */
export function encodeKey(value: AttributeValue): Buffer {
  if ('S' in value) return Buffer.from(value.S)
  if ('B' in value) return Buffer.from(value.B, 'base64')
  if ('N' in value) return encodeNumber(value.N)
  throw new TypeError('Only a string, a number or a binary is a key.')
}

/**
 * Sign, exponent and digits, two in a byte; all but the sign inverted below zero, where more is
 * less.
 */
function encodeNumber(canonical: string): Buffer {
  const { isNegative, digits, exponent } = toDecimal(canonical)
  if (digits === '') return Buffer.of(ZERO)
  const bytes = [exponent - LEAST_EXPONENT]
  for (let i = 0; i < digits.length; i += 2) {
    bytes.push(Number(digits.slice(i, i + 2).padEnd(2, '0')) + 1)
  }
  // Ends the digits, so that of two numbers that begin alike the shorter is the smaller in
  // magnitude.
  bytes.push(0)
  return isNegative
    ? Buffer.of(NEGATIVE, ...bytes.map((byte) => 0xff - byte))
    : Buffer.of(POSITIVE, ...bytes)
}
