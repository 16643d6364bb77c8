import { ExactNumber } from '../json/exact-number.ts'

/** The characters of a name that a refusal repeats: more than a table, an index or a key may have. */
const MAX_NAME = 256

/** What is wrong with a value, and where: `pointer` is a JSON Pointer (RFC 6901). */
export interface Fault {
  pointer: string
  expected: string
  got: string
}

/** A fault while its place is still being told, from the innermost name outwards. */
export interface Found {
  path: readonly (string | number)[]
  expected: string
  got: string
}

/** Makes a fault of the value itself. */
export function faultOf(expected: string, value: unknown): Found {
  return { path: [], expected, got: describe(value) }
}

/** Tells a fault of a member as one of the value that has it. */
export function below(key: string | number, found: Found): Found {
  return { ...found, path: [key, ...found.path] }
}

/** Makes the fault whose place is the path below `pointer`. */
export function toFault(pointer: string, { path, expected, got }: Found): Fault {
  const rest = path.map((part) => `/${escapePointer(shortenName(String(part)))}`).join('')
  return { pointer: pointer + rest, expected, got }
}

/** Names the kind of a value: "an array". */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'number' || value instanceof ExactNumber) return 'a number'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** Names a value: its kind, and what it is if that is short. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return `the string ${JSON.stringify(shorten(value))}`
  if (typeof value === 'number' || value instanceof ExactNumber) {
    return `the number ${shorten(String(value))}`
  }
  return typeof value === 'boolean' ? String(value) : kindOf(value)
}

/** Repeats a name that a client gave: whole if it may be one, else its beginning. */
export function shortenName(name: string): string {
  return shorten(name, MAX_NAME)
}

/** Says whether a value is an object with members, as JSON has them. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  )
}

function shorten(text: string, length = 60): string {
  return text.length > length ? `${text.slice(0, length)}… (${text.length} characters)` : text
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1')
}
