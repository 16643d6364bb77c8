import { randomBytes } from 'node:crypto'

let mark: string | undefined

/**
 * Returns the prefix with which an exact number is written as a string, because JSON.stringify can
 * only write numbers that a double holds; stringify() removes it. It is random, so no client can
 * forge it.
 */
export function markOfExactNumbers(): string {
  mark ??= `exact-number:${randomBytes(12).toString('base64url')}:`
  return mark
}

/** Says whether this process has seen an exact number yet; most never do. */
export function hasExactNumbers(): boolean {
  return mark !== undefined
}

/** A number that a double would round, kept as its text, which is a valid JSON number. */
export class ExactNumber {
  readonly value: string

  constructor(value: string) {
    this.value = value
  }

  toString(): string {
    return this.value
  }

  toJSON(): string {
    return markOfExactNumbers() + this.value
  }
}

export interface Decimal {
  negative: boolean
  /** Significant digits without leading or trailing zeros; empty for zero. */
  digits: string
  /** The power of ten of the first significant digit. */
  exponent: number
}

const PARTS = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/

/** Splits a number's text into its parts. Also reads what JSON refuses: `007`, `+5`, `.5`, `5.` */
export function toDecimal(text: string): Decimal {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = PARTS.exec(text) ?? []
  const all = whole + fraction
  const first = all.search(/[1-9]/)
  if (first === -1) return { negative: false, digits: '', exponent: 0 }
  return {
    negative: sign === '-',
    digits: all.slice(first, endOfDigits(all)),
    exponent: Number(exponent) + whole.length - 1 - first
  }
}

/** Turns a number's text into a number if that loses no digit, otherwise into an ExactNumber. */
export function toNumber(text: string): number | ExactNumber {
  const number = Number(text)
  // A double keeps 15 digits (C's DBL_DIG), except near the ends of its range: it has fewer below
  // 2.3e-308.
  const size = Math.abs(number)
  if (text.length <= 15 && size > 1e-300 && size < 1e300) return number
  if (String(number) === text) return number
  const decimal = toDecimal(text)
  if (decimal.digits.length <= 15 && Math.abs(decimal.exponent) < 300) return number
  return new ExactNumber(toJsonNumber(text, decimal))
}

function toJsonNumber(text: string, decimal: Decimal): string {
  const isJson = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)
  return isJson ? text : toScientific(decimal)
}

/** Writes the shortest exact spelling, such as `-1.25e-130`. */
export function toScientific({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0'
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
  return `${negative ? '-' : ''}${digits[0]}${fraction}e${exponent}`
}

/** Removes needless zeros from a number's text, and changes nothing else in its spelling. */
export function trimNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent] = PARTS.exec(text) ?? []
  const left = whole.replace(/^0+/, '')
  const right = fraction.slice(0, endOfDigits(fraction))
  const digits = right === '' ? left || '0' : `${left}.${right}`
  const power = exponent?.replace(/^([+-]?)0+(?=\d)/, '$1')
  return `${sign}${digits}${power === undefined ? '' : `e${power}`}`
}

/** Finds where the trailing zeros begin. The pattern /0+$/ would take quadratic time. */
function endOfDigits(digits: string): number {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return end
}
