import { toDecimal } from '../json/exact-number.ts'
import { type Found, faultOf } from './words.ts'

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
const MAX_DIGITS = 38
const MAX_EXPONENT = 125
const MIN_EXPONENT = -130

/** Says whether DynamoDB can hold a double, whose digits it always can. */
export function isInRange(number: number): boolean {
  const size = Math.abs(number)
  return size === 0 || (size >= 1e-130 && size < 1e126)
}

/** Finds what keeps DynamoDB from holding the number that `text` spells; `value` is what came. */
export function findNumberFault(text: string, value: unknown): Found | undefined {
  const { digits, exponent } = toDecimal(text)
  if (digits.length > MAX_DIGITS) {
    return faultOf(`a number of at most ${MAX_DIGITS} significant digits`, value)
  }
  const isHeld = digits === '' || (exponent <= MAX_EXPONENT && exponent >= MIN_EXPONENT)
  return isHeld ? undefined : rangeFault(value)
}

/** Makes the fault of a number that is too large or too small. */
export function rangeFault(value: unknown): Found {
  return faultOf('0 or a number between 1e-130 and 9.99e125 in size', value)
}
