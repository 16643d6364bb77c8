import { ExactNumber, toNumber, trimNumber } from './exact-number.ts'

/** How many significant digits a number in DynamoDB may have. */
const MAX_DIGITS = 38
// The pattern matches only the beginning of a string, which is six times as fast as all of it.
const LONG_NUMBER = new RegExp(`"[-+.\\d][-+.\\deE]{${MAX_DIGITS}}`)

/**
 * DynamoDB's JSON for a value, `{ type: content }`:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
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

// DynamoDB counts digits after trimming zeros, other engines before, so zeros are trimmed here.
function writeNumber(text: string): string {
  return text.length <= MAX_DIGITS ? text : trimNumber(text)
}

/**
 * Says whether a JSON text may hold a number, as a string, that trimAttributeValue() would shorten.
 */
export function hasLongNumber(json: string): boolean {
  return LONG_NUMBER.test(json)
}

/** Trims needless zeros from the numbers in an attribute value; the rest stays as it is. */
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
  // The value has one member. This innermost of all loops reads it in the fastest way.
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

/**
 * Makes an object with the same names, and values made by `make`. Keeps an own `__proto__` as such.
 */
export function mapMembers(
  members: object,
  make: (value: unknown, name: string) => unknown
): Record<string, unknown> {
  const from = members as Record<string, unknown>
  const made: Record<string, unknown> = {}
  // The members come from JSON.parse or a literal, so all names are own. A new object is made
  // because V8 is slow to assign another kind of value to an existing member.
  for (const name in from) {
    const value = make(from[name], name)
    if (name !== '__proto__') made[name] = value
    else Object.defineProperty(made, name, { value, ...DATA })
  }
  return made
}

const DATA = { configurable: true, enumerable: true, writable: true }
