import { Kind, type TSchema } from '@sinclair/typebox'
import type { Format } from './format.ts'
import { findPlainFault, findTextFault } from './plain-values.ts'
import { findTypedFault } from './typed-values.ts'
import { below, type Fault, faultOf, isMap, toFault, type ValueFault } from './words.ts'

// Checks values against TypeBox schemas. TypeBox's own checker knows only JSON's types; DynamoDB's
// limits also concern digits, nesting and surrogates, and each refusal names the exact place.

/** Returns what is wrong with an attribute value, or undefined. */
type FindValueFault = (value: unknown) => ValueFault | undefined

const FINDERS: Readonly<Record<Format, FindValueFault>> = {
  json: (value) => findPlainFault(value),
  dynamodb: (value) => findTypedFault(value)
}

/**
 * Checks a value against its schema and DynamoDB's data types. Returns the first fault, with its
 * place as a JSON Pointer that begins with `pointer`, or undefined if there is none.
 */
export function findFault(
  schema: TSchema,
  value: unknown,
  pointer: string,
  format: Format = 'json'
): Fault | undefined {
  const fault = check(schema, value, FINDERS[format])
  return fault && toFault(pointer, fault)
}

function check(
  schema: TSchema,
  value: unknown,
  findValueFault: FindValueFault
): ValueFault | undefined {
  // A value of the type `unknown` in a schema is an attribute value (payloads.ts).
  if (schema[Kind] === 'Unknown') return findValueFault(value)
  switch (schema.type) {
    case 'object':
      if (!isMap(value)) return faultOf('an object', value)
      return checkMembers(schema, value, findValueFault) ?? checkChoice(schema, value)
    case 'array':
      if (!Array.isArray(value)) return faultOf('an array', value)
      return checkItems(schema, value, findValueFault) ?? checkCount(schema, value)
    case 'string':
      return checkText(schema, value)
    case 'integer':
      return checkInteger(schema, value)
    default:
      return typeof value === 'boolean' ? undefined : faultOf('true or false', value)
  }
}

function checkMembers(
  schema: TSchema,
  members: Record<string, unknown>,
  findValueFault: FindValueFault
): ValueFault | undefined {
  const properties: Record<string, TSchema> = schema.properties ?? {}
  for (const name of Object.keys(members)) {
    const own = Object.hasOwn(properties, name) ? properties[name] : undefined
    const member = own ?? schema.additionalProperties
    const fault = member
      ? (findTextFault(name) ?? check(member, members[name], findValueFault))
      : faultOf(oneOf(Object.keys(properties)), members[name])
    if (fault) return below(name, fault)
  }
  const missing = schema.required?.find((name: string) => !Object.hasOwn(members, name))
  return missing && below(missing, faultOf(expectation(properties[missing]), undefined))
}

function oneOf(names: readonly string[]): string {
  return names.length > 0 ? `one of ${names.join(', ')}` : 'no members'
}

/** Checks that an object which is a choice of members (`maxProperties: 1`) has one of them. */
function checkChoice(schema: TSchema, members: object): ValueFault | undefined {
  if (schema.maxProperties === undefined) return undefined
  const count = Object.keys(members).length
  if (count === schema.maxProperties) return undefined
  const names = Object.keys(schema.properties).join(', ')
  return { path: [], expected: `exactly one of ${names}`, got: count === 0 ? 'none' : `${count}` }
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'an array',
  string: 'a string'
}

/**
 * Names what a member must be, for the refusal of one that is missing or not in its enumeration.
 */
function expectation(schema: TSchema | undefined): string {
  if (schema?.enum) return oneOf(schema.enum)
  return KINDS[schema?.type ?? ''] ?? 'a value'
}

function checkItems(
  schema: TSchema,
  items: readonly unknown[],
  findValueFault: FindValueFault
): ValueFault | undefined {
  for (const [index, item] of items.entries()) {
    const fault = check(schema.items, item, findValueFault)
    if (fault) return below(index, fault)
  }
  return undefined
}

function checkCount(schema: TSchema, { length }: readonly unknown[]): ValueFault | undefined {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema
  if (length >= minItems && length <= maxItems) return undefined
  const expected = `${minItems} to ${maxItems} ${schema.counted}`
  return { path: [], expected, got: length === 0 ? 'none' : `${length}` }
}

function checkText(schema: TSchema, value: unknown): ValueFault | undefined {
  if (schema.enum) {
    return schema.enum.includes(value) ? undefined : faultOf(expectation(schema), value)
  }
  const { expected = schema.minLength ? 'a string that is not empty' : 'a string' } = schema
  const isLongEnough = typeof value === 'string' && value.length >= (schema.minLength ?? 0)
  if (!isLongEnough) return faultOf(expected, value)
  if (schema.pattern && !new RegExp(schema.pattern).test(value)) return faultOf(expected, value)
  return findTextFault(value)
}

function checkInteger({ minimum, maximum }: TSchema, value: unknown): ValueFault | undefined {
  const isInteger = Number.isInteger(value) && value === ((value as number) | 0)
  if (!isInteger) return faultOf('an integer of 32 bits', value)
  if (minimum === undefined) return undefined
  const isInside = (value as number) >= minimum && (value as number) <= maximum
  return isInside ? undefined : faultOf(`an integer from ${minimum} to ${maximum}`, value)
}
