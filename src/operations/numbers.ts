import { toDecimal } from '../json/exact-number.ts'
import { faultOf, type ValueFault } from './words.ts'

// The limits of DynamoDB's numbers:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
const MAX_DIGITS = 38
const MAX_EXPONENT = 125
const MIN_EXPONENT = -130

/** Says whether a double is in DynamoDB's range; its digits always fit. */
export function isInRange(number: number): boolean {
  const size = Math.abs(number)
  return size === 0 || (size >= 1e-130 && size < 1e126)
}

/**
 * Returns what keeps DynamoDB from holding the number that `text` spells; the refusal quotes
 * `value`.
 */
export function findNumberFault(text: string, value: unknown): ValueFault | undefined {
  const { digits, exponent } = toDecimal(text)
  if (digits.length > MAX_DIGITS) {
    return faultOf(`a number of at most ${MAX_DIGITS} significant digits`, value)
  }
  const isHeld = digits === '' || (exponent <= MAX_EXPONENT && exponent >= MIN_EXPONENT)
  return isHeld ? undefined : rangeFault(value)
}

/** Makes the fault of a number that is out of DynamoDB's range. */
export function rangeFault(value: unknown): ValueFault {
  return faultOf('0 or a number between 1e-130 and 9.99e125 in size', value)
}
