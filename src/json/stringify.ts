import { hasExactNumbers, markOfExactNumbers } from './exact-number.ts'

/**
 * JSON.stringify that writes each ExactNumber as the bare number it is; `indent` spaces for each level, if any.
 * Throws JSON.stringify's RangeError where the nesting is too deep for it.
 */
export function stringify(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent)
  if (!hasExactNumbers()) return text
  const mark = markOfExactNumbers()
  // Between the quotes stand digits only.
  return text.includes(mark) ? text.replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1') : text
}
