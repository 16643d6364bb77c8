import { hasExactNumbers, markOfExactNumbers } from './exact-number.ts'

/**
 * Writes JSON as JSON.stringify does, and each ExactNumber as a bare number; indents each level by
 * `indent` spaces. Throws JSON.stringify's RangeError if the nesting is too deep.
 */
export function stringify(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent)
  if (!hasExactNumbers()) return text
  const mark = markOfExactNumbers()
  // A marked string holds nothing but the number.
  return text.includes(mark) ? text.replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1') : text
}
