import Big from 'big.js'
import { validationError } from '../errors.ts'

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (numbers)
const MAX_DIGITS = 38
const MAX_EXPONENT = 125
const MIN_EXPONENT = -130

// Most numbers come in canonical spelling, and those of fewer digits than the limit need no more
// than this look.
const CANONICAL = /^(?:0|-?[1-9]\d{0,37}|-?(?:0|[1-9]\d{0,18})\.\d{0,18}[1-9])$/
const SPELLING = /^([+-]?)(?:(\d+)\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d{1,10}))?$/

/** A canonical number, taken apart. */
export interface Decimal {
  isNegative: boolean
  /** Significant digits without zeros around them; empty for zero. */
  digits: string
  /** The power of ten of the first significant digit. */
  exponent: number
}

/**
 * Normalises a number's text as DynamoDB returns it: plain decimal, no needless zeros. Throws AWS's
 * errors of texts that are no number, and of numbers beyond 38 digits or the range of 1E-130 to
 * 9.9…E+125.
 */
export function normaliseNumber(text: string): string {
  if (CANONICAL.test(text)) return text
  const decimal = parseDecimal(text)
  checkRange(decimal)
  return format(decimal)
}

/** The exact sum of two canonical numbers; throws where DynamoDB cannot hold it. */
export function addNumbers(a: string, b: string): string {
  return normaliseNumber(new Big(a).plus(b).toFixed())
}

/** The exact difference of two canonical numbers; throws where DynamoDB cannot hold it. */
export function subtractNumbers(a: string, b: string): string {
  return normaliseNumber(new Big(a).minus(b).toFixed())
}

/** Orders two canonical numbers by value, without parsing them: below, at or above 0. */
export function compareNumbers(a: string, b: string): number {
  if (a === b) return 0
  const isNegative = a.startsWith('-')
  if (isNegative !== b.startsWith('-')) return isNegative ? -1 : 1
  return isNegative ? compareMagnitudes(b.slice(1), a.slice(1)) : compareMagnitudes(a, b)
}

/** Takes a canonical number apart. */
export function toDecimal(canonical: string): Decimal {
  return parseDecimal(canonical)
}

function parseDecimal(text: string): Decimal {
  const parts = SPELLING.exec(text)
  if (!parts) {
    throw validationError(
      `The parameter cannot be converted to a numeric value${text === '' ? '' : `: ${text}`}`
    )
  }
  const [, sign, whole = '', after, only, power = '0'] = parts
  const all = whole + (after ?? only ?? '')
  const first = firstDigit(all)
  if (first === all.length) return { isNegative: false, digits: '', exponent: 0 }
  return {
    isNegative: sign === '-',
    digits: all.slice(first, lastDigit(all) + 1),
    exponent: Number(power) + whole.length - 1 - first
  }
}

function firstDigit(digits: string): number {
  let index = 0
  while (digits[index] === '0') index++
  return index
}

function lastDigit(digits: string): number {
  let index = digits.length - 1
  while (digits[index] === '0') index--
  return index
}

function checkRange({ digits, exponent }: Decimal): void {
  if (exponent > MAX_EXPONENT) {
    throw validationError(
      'Number overflow. Attempting to store a number with magnitude larger than supported range'
    )
  }
  if (exponent < MIN_EXPONENT) {
    throw validationError(
      'Number underflow. Attempting to store a number with magnitude smaller than supported range'
    )
  }
  if (digits.length > MAX_DIGITS) {
    throw validationError('Attempting to store more than 38 significant digits in a Number')
  }
}

function format({ isNegative, digits, exponent }: Decimal): string {
  if (digits === '') return '0'
  const sign = isNegative ? '-' : ''
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return sign + (fraction === '' ? whole : `${whole}.${fraction}`)
}

function compareMagnitudes(a: string, b: string): number {
  const longer = wholeLength(a) - wholeLength(b)
  if (longer !== 0) return longer
  return a < b ? -1 : a > b ? 1 : 0
}

function wholeLength(magnitude: string): number {
  const point = magnitude.indexOf('.')
  return point === -1 ? magnitude.length : point
}
