import type { TSchema } from '@sinclair/typebox'

const MAX_SHOWN = 64

/**
 * Checks a JSON value against a schema of objects, arrays, strings, integers and booleans. Returns
 * every fault with its JSON Pointer (RFC 6901), as `/0/Tags: expected an array, got a string`.
 * TypeBox's own list of errors would add 31 KB to a function's bundle.
 */
export function findSchemaFaults(schema: TSchema, value: unknown, pointer: string): string[] {
  switch (schema.type) {
    case 'object':
      return isObject(value)
        ? findMemberFaults(schema, value, pointer)
        : [toFault(pointer, 'an object', value)]
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((entry, index) =>
            findSchemaFaults(schema.items, entry, `${pointer}/${index}`)
          )
        : [toFault(pointer, 'an array', value)]
    case 'string':
      return isText(schema, value) ? [] : [toFault(pointer, nameText(schema), value)]
    case 'integer':
      return Number.isSafeInteger(value) ? [] : [toFault(pointer, 'a whole number', value)]
    default:
      return typeof value === 'boolean' ? [] : [toFault(pointer, 'true or false', value)]
  }
}

function findMemberFaults(
  { properties, required = [] }: TSchema,
  value: Readonly<Record<string, unknown>>,
  pointer: string
): string[] {
  const missing = (required as string[]).filter((name) => !Object.hasOwn(value, name))
  return [
    ...missing.map((name) => `${pointer}: expected a member ${name}`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const below = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      return Object.hasOwn(properties, name)
        ? findSchemaFaults(properties[name], member, below)
        : [`${below}: expected one of ${Object.keys(properties).join(', ')}`]
    })
  ]
}

function isText({ enum: values, pattern }: TSchema, value: unknown): boolean {
  if (typeof value !== 'string') return false
  return values ? values.includes(value) : pattern === undefined || new RegExp(pattern).test(value)
}

function nameText({ enum: values, description }: TSchema): string {
  return values ? `one of ${values.join(', ')}` : (description ?? 'a string')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function toFault(pointer: string, expected: string, value: unknown): string {
  return `${pointer}: expected ${expected}, got ${nameValue(value)}`
}

function nameValue(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  const text = JSON.stringify(value)
  if (isObject(value)) return 'an object'
  return text.length > MAX_SHOWN ? `a longer ${typeof value}` : text
}
