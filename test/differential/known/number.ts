import Big from 'big.js'

const NUMBER = /^\+?(-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)$/i

/**
 * Writes a number with all its digits, so that equal numbers have equal text; returns other text as
 * is.
 */
export function inFullDigits(text: string): string {
  const plain = NUMBER.exec(text)?.[1]
  if (plain === undefined) return text
  const digits = new Big(plain).toFixed()
  return digits === '-0' ? '0' : digits
}
