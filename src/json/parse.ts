import { markOfExactNumbers, toNumber } from './exact-number.ts'

// Both patterns find a text that may hold a number with too many digits for a double, or with an
// exponent of three digits; most bodies match neither. The first takes a fifth of the second's
// time, and matches whatever the second finds in a number, because a number's digits have at most
// one point.
const EIGHT_DIGITS = /\d(?:\d{7}|[eE][+-]?\d{3})/
const PERHAPS_LONG = /[\d.]{16}|\d[eE][+-]?\d{3}/
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/**
 * Parses JSON as JSON.parse does, but loses no digit: a number that a double would round becomes an
 * ExactNumber. Throws JSON.parse's SyntaxError. Only a text with long numbers is parsed twice.
 */
export function parse(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (!EIGHT_DIGITS.test(text) || !PERHAPS_LONG.test(text)) return value
  const marked = markLongNumbers(text)
  return marked === text ? value : unmark(JSON.parse(marked))
}

/** Turns each long number of a valid JSON text into a string that begins with the mark. */
function markLongNumbers(text: string): string {
  const mark = markOfExactNumbers()
  const stringOrNumber = /["\d-]/g
  let marked = ''
  let copied = 0
  for (let found = stringOrNumber.exec(text); found; found = stringOrNumber.exec(text)) {
    const start = found.index
    if (found[0] === '"') {
      stringOrNumber.lastIndex = endOfString(text, start)
      continue
    }
    NUMBER.lastIndex = start
    const token = NUMBER.exec(text)?.[0] ?? ''
    const end = start + token.length
    stringOrNumber.lastIndex = end
    if (typeof toNumber(token) === 'number') continue
    marked += `${text.slice(copied, start)}"${mark}${token}"`
    copied = end
  }
  return marked + text.slice(copied)
}

function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); ; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0
    while (text[quote - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return quote + 1
  }
}

/** Replaces the marked strings in place, by a loop instead of recursion: `echo` takes any depth. */
function unmark(value: unknown): unknown {
  const mark = markOfExactNumbers()
  const root: Record<string, unknown> = { value }
  const pending: Record<string, unknown>[] = [root]
  for (let parent = pending.pop(); parent; parent = pending.pop()) {
    for (const key of Object.keys(parent)) {
      const child = parent[key]
      if (typeof child === 'string') {
        // Assigning to an own member, even `__proto__`, changes just that member.
        if (child.startsWith(mark)) parent[key] = toNumber(child.slice(mark.length))
      } else if (typeof child === 'object' && child !== null) {
        pending.push(child as Record<string, unknown>)
      }
    }
  }
  return root.value
}
