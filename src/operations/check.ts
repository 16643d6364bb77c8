import { Kind, type TSchema } from '@sinclair/typebox'
import { ExactNumber, toDecimal } from '../json/exact-number.ts'

// A checker of our own over the TypeBox schemas: TypeBox's stops at JSON's types, while what DynamoDB
// can hold also depends on digits, nesting and surrogates, and each refusal has to name its place.

/** What is wrong with a value, and where: `pointer` is a JSON Pointer (RFC 6901). */
export interface Fault {
  pointer: string
  expected: string
  got: string
}

export interface Limits {
  /** The embedded engine loses attributes named `__proto__`: refuse them instead. */
  refuseProto: boolean
  /** It also takes minutes to parse a few more parentheses, and answers nobody meanwhile. undefined: any. */
  maxParentheses?: number | undefined
}

interface Found {
  path: (string | number)[]
  expected: string
  got: string
}

// "Up to 32 levels": https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const MAX_PARENTS = 31
/** Of a name, what a refusal repeats: more than AWS lets a table, an index or a key attribute have. */
const MAX_NAME = 256
// Digits and range: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
const MAX_DIGITS = 38
const MAX_EXPONENT = 125
const MIN_EXPONENT = -130

const PROTO = /(?<![\w-])__proto__(?![\w-])/

/** Holds a value against its schema and DynamoDB's data types; undefined: nothing is wrong. */
export function findFault(
  schema: TSchema,
  value: unknown,
  pointer: string,
  limits: Limits
): Fault | undefined {
  const found = check(schema, value, limits)
  if (!found) return undefined
  const rest = found.path.map((part) => `/${escapePointer(shortenName(String(part)))}`).join('')
  return { pointer: pointer + rest, expected: found.expected, got: found.got }
}

/** Names the kind of a value: "an array". */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'number' || value instanceof ExactNumber) return 'a number'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** Names a value: its kind, and what it is where that is short. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return `the string ${JSON.stringify(shorten(value))}`
  if (typeof value === 'number' || value instanceof ExactNumber) {
    return `the number ${shorten(String(value))}`
  }
  return typeof value === 'boolean' ? String(value) : kindOf(value)
}

/** Names what a client named: as it is where it may be a name, else its beginning. */
export function shortenName(name: string): string {
  return shorten(name, MAX_NAME)
}

function shorten(text: string, length = 60): string {
  return text.length > length ? `${text.slice(0, length)}… (${text.length} characters)` : text
}

function escapePointer(part: string): string {
  return part.replaceAll('~', '~0').replaceAll('/', '~1')
}

function fault(expected: string, value: unknown): Found {
  return { path: [], expected, got: describe(value) }
}

function below(key: string | number, found: Found | undefined): Found | undefined {
  found?.path.unshift(key)
  return found
}

function check(schema: TSchema, value: unknown, limits: Limits): Found | undefined {
  // What JSON's types leave open is an attribute value (payloads.ts).
  if (schema[Kind] === 'Unknown') return checkValue(value, 0, limits)
  switch (schema.type) {
    case 'object':
      return isMap(value) ? checkMembers(schema, value, limits) : fault('an object', value)
    case 'array':
      return Array.isArray(value) ? checkItems(schema, value, limits) : fault('an array', value)
    case 'string':
      return checkText(schema, value, limits)
    case 'integer':
      return checkInteger(value)
    default:
      return typeof value === 'boolean' ? undefined : fault('true or false', value)
  }
}

function isMap(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ExactNumber)
  )
}

function checkMembers(
  schema: TSchema,
  members: Record<string, unknown>,
  limits: Limits
): Found | undefined {
  const properties: Record<string, TSchema> = schema.properties ?? {}
  for (const name of Object.keys(members)) {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined
    const member = own ?? schema.additionalProperties
    const found = member
      ? (checkName(name, limits) ??
        below(name, check(member, members[name], limits)) ??
        below(name, own && checkExpression(name, members[name], limits)))
      : below(name, fault(`one of ${Object.keys(properties).join(', ')}`, members[name]))
    if (found) return found
  }
  const missing = schema.required?.find((name: string) => !Object.hasOwn(members, name))
  return missing && below(missing, fault(expectation(properties[missing]), undefined))
}

function expectation(schema: TSchema | undefined): string {
  if (schema?.enum) return `one of ${schema.enum.join(', ')}`
  return schema?.type === 'object' ? 'an object' : `a value (${schema?.type ?? 'any'})`
}

function checkItems(schema: TSchema, items: unknown[], limits: Limits): Found | undefined {
  for (const [index, item] of items.entries()) {
    const found = below(index, check(schema.items, item, limits))
    if (found) return found
  }
  return undefined
}

function checkText(schema: TSchema, value: unknown, limits: Limits): Found | undefined {
  if (schema.enum) {
    return schema.enum.includes(value) ? undefined : fault(expectation(schema), value)
  }
  if (typeof value !== 'string') return fault('a string', value)
  if (limits.refuseProto && PROTO.test(value)) return protoFault()
  return checkWellFormed(value)
}

/** AWS's parameters that hold an expression are named so. */
function checkExpression(
  name: string,
  value: unknown,
  { maxParentheses }: Limits
): Found | undefined {
  if (maxParentheses === undefined || !name.endsWith('Expression')) return undefined
  if (depthOf(value as string) <= maxParentheses) return undefined
  return {
    path: [],
    expected: `at most ${maxParentheses} parentheses within each other (the embedded database takes too long for more)`,
    got: 'more'
  }
}

/** No text of an expression is quoted: a parenthesis is always one. */
function depthOf(expression: string): number {
  let depth = 0
  let deepest = 0
  for (const character of expression) {
    if (character === '(') deepest = Math.max(deepest, ++depth)
    else if (character === ')' && depth > 0) depth--
  }
  return deepest
}

function checkInteger(value: unknown): Found | undefined {
  return Number.isInteger(value) && (value as number) === ((value as number) | 0)
    ? undefined
    : fault('an integer of 32 bits', value)
}

function checkName(name: string, limits: Limits): Found | undefined {
  if (limits.refuseProto && name === '__proto__') return below(name, protoFault())
  return below(name, checkWellFormed(name))
}

function protoFault(): Found {
  return {
    path: [],
    expected: 'another name (the embedded database cannot hold an attribute of this name)',
    got: '__proto__'
  }
}

function checkWellFormed(text: string): Found | undefined {
  if (text.isWellFormed()) return undefined
  return { path: [], expected: 'well-formed Unicode', got: 'a string with a lone surrogate' }
}

/** `parents` counts the lists and maps around the value. */
function checkValue(value: unknown, parents: number, limits: Limits): Found | undefined {
  if (parents > MAX_PARENTS) {
    return {
      path: [],
      expected: `at most ${MAX_PARENTS} lists and maps around a value`,
      got: 'more'
    }
  }
  if (typeof value === 'string') return checkWellFormed(value)
  if (typeof value === 'number') return checkRange(value)
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof ExactNumber) return checkDigits(value)
  // The innermost loop of all: no copies of lists, no pairs of names and values.
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const found = checkValue(value[index], parents + 1, limits)
      if (found) return below(index, found)
    }
    return undefined
  }
  const members = value as Record<string, unknown>
  for (const name in members) {
    const found =
      checkName(name, limits) ?? below(name, checkValue(members[name], parents + 1, limits))
    if (found) return found
  }
  return undefined
}

function checkRange(number: number): Found | undefined {
  const size = Math.abs(number)
  return size === 0 || (size >= 1e-130 && size < 1e126) ? undefined : rangeFault(number)
}

function checkDigits(number: ExactNumber): Found | undefined {
  const { digits, exponent } = toDecimal(number.value)
  if (digits.length > MAX_DIGITS) {
    return fault(`a number of at most ${MAX_DIGITS} significant digits`, number)
  }
  return exponent > MAX_EXPONENT || exponent < MIN_EXPONENT ? rangeFault(number) : undefined
}

function rangeFault(value: unknown): Found {
  return fault('0 or a number between 1e-130 and 9.99e125 in size', value)
}
