import { MARK } from './exact-number.ts'

const MARKED = new RegExp(`"${MARK}([^"]*)"`, 'g')

/**
 * JSON.stringify that writes each ExactNumber as the bare number it is.
 * Throws JSON.stringify's RangeError where the nesting is too deep for it.
 */
export function stringify(value: unknown): string {
  const text = JSON.stringify(value)
  return text.includes(MARK) ? text.replace(MARKED, '$1') : text
}
