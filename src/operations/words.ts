import { ExactNumber } from '../json/exact-number.ts'

/**
 * How many characters of a client's name a message quotes. AWS allows 255, so a real name is never
 * cut.
 */
const MAX_QUOTED_NAME = 256

/** What is wrong with a member of the request; `pointer` is its JSON Pointer (RFC 6901). */
export interface Fault {
  pointer: string
  expected: string
  got: string
}

/** What is wrong inside a value; `path` leads from that value to the faulty one. */
export interface ValueFault {
  path: readonly (string | number)[]
  expected: string
  got: string
}

/** Makes the fault of the value itself, with an empty path. */
export function faultOf(expected: string, value: unknown): ValueFault {
  return { path: [], expected, got: describe(value) }
}

/** Converts the fault of a member into one of the object or list that contains it. */
export function below(key: string | number, fault: ValueFault): ValueFault {
  return { ...fault, path: [key, ...fault.path] }
}

/** Converts the fault of the value at `pointer` into one with a JSON Pointer. */
export function toFault(pointer: string, { path, expected, got }: ValueFault): Fault {
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

/** Describes a value: its kind, and its content if that is short. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return `the string ${JSON.stringify(shorten(value))}`
  if (typeof value === 'number' || value instanceof ExactNumber) {
    return `the number ${shorten(String(value))}`
  }
  return typeof value === 'boolean' ? String(value) : kindOf(value)
}

/** Shortens a client's name for a message, if it is longer than any name that AWS allows. */
export function shortenName(name: string): string {
  return shorten(name, MAX_QUOTED_NAME)
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
