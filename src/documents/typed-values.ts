import type { TSchema } from '@sinclair/typebox'

/** Writes the attribute values of a payload in AWS's own form; the schema says where they are. */
export function toTyped(schema: TSchema, value: unknown): unknown {
  if (schema.title === 'AttributeValue') return toTypedValue(value)
  if (Array.isArray(value)) return value.map((element) => toTyped(schema.items, element))
  if (typeof value !== 'object' || value === null) return value
  return mapValues(value, (member, name) =>
    toTyped(schema.properties?.[name] ?? schema.additionalProperties, member)
  )
}

function toTypedValue(value: unknown): object {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (Array.isArray(value)) return { L: value.map(toTypedValue) }
  return value === null ? { NULL: true } : { M: mapValues(value as object, toTypedValue) }
}

function mapValues(object: object, change: (value: unknown, name: string) => unknown): object {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, change(value, name)])
  )
}
