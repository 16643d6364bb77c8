import { ExactNumber, toNumber, trimNumber } from './exact-number.ts'

/** The most significant digits of a number. */
const MAX_DIGITS = 38
// The beginning of a string: six times as fast as the whole of it.
const LONG_NUMBER = new RegExp(`"[-+.\\d][-+.\\deE]{${MAX_DIGITS}}`)

/** DynamoDB's wire form of a value: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html */
type WireValue = Record<string, unknown>

/** Makes the attribute value of a plain JSON value. */
export function toAttributeValue(value: unknown): WireValue {
  switch (typeof value) {
    case 'string':
      return { S: value }
    case 'number':
      return { N: String(value) }
    case 'boolean':
      return { BOOL: value }
  }
  if (value === null || value === undefined) return { NULL: true }
  if (value instanceof ExactNumber) return { N: writeNumber(value.value) }
  if (Array.isArray(value)) return { L: value.map(toAttributeValue) }
  return { M: mapMembers(value, toAttributeValue) }
}

// DynamoDB counts digits after trimming zeros, its stand-ins before: no digit is sent that says nothing.
function writeNumber(text: string): string {
  return text.length <= MAX_DIGITS ? text : trimNumber(text)
}

/** Finds whether a JSON text may have a number in it, as a string, that is longer than its digits need be. */
export function hasLongNumber(json: string): boolean {
  return LONG_NUMBER.test(json)
}

/** Trims the numbers of a typed value; all else stays as it is. */
export function trimAttributeValue(value: unknown): WireValue {
  const wire = value as WireValue
  const [type = '', content] = Object.entries(wire)[0] ?? []
  switch (type) {
    case 'N':
      return { N: writeNumber(content as string) }
    case 'NS':
      return { NS: (content as string[]).map(writeNumber) }
    case 'L':
      return { L: (content as unknown[]).map(trimAttributeValue) }
    case 'M':
      return { M: mapMembers(content as object, trimAttributeValue) }
    default:
      return wire
  }
}

/** Reads an attribute value as plain JSON: sets as arrays, binary as base64, numbers exact. */
export function readAttributeValue(value: unknown): unknown {
  const wire = value as WireValue
  // It has one member. The fastest way to it, in the innermost of all loops.
  for (const type in wire) return readContent(type, wire[type])
  return undefined
}

function readContent(type: string, content: unknown): unknown {
  switch (type) {
    case 'S':
      return content
    case 'N':
      return toNumber(content as string)
    case 'NULL':
      return null
    case 'L':
      return (content as unknown[]).map(readAttributeValue)
    case 'M':
      return mapMembers(content as object, readAttributeValue)
    case 'NS':
      return (content as string[]).map(toNumber)
    default:
      return content
  }
}

/** Makes an object of the same names, each value made by `make`. An own `__proto__` stays one. */
export function mapMembers(
  members: object,
  make: (value: unknown, name: string) => unknown
): Record<string, unknown> {
  const from = members as Record<string, unknown>
  const made: Record<string, unknown> = {}
  // From JSON.parse or from a literal: all names are its own. A new object, because V8 is slow to give
  // another kind of value to a member that is there.
  for (const name in from) {
    const value = make(from[name], name)
    if (name !== '__proto__') made[name] = value
    else Object.defineProperty(made, name, { value, ...DATA })
  }
  return made
}

const DATA = { configurable: true, enumerable: true, writable: true }
