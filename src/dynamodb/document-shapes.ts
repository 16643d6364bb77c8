import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaRef } from '@smithy/types'
import { mapMembers, readAttributeValue, toAttributeValue } from './attribute-values.ts'
import { readPlainText } from './plain-text.ts'

// The SDK's documents (lib-dynamodb) round numbers, lose attributes named `__proto__`, and pass through
// every value three times. Here plain JSON is read and written where, by the SDK's own schemas, an
// attribute value stands.

/** Where attribute values stand in a shape; undefined: nowhere. */
export type Plan = 'value' | { each: Plan } | { members: Map<string, Plan> } | undefined

// The SDK's schemas live as long as the process, and are few.
const plans = new Map<SchemaRef, Plan>()

/** Writes the input of a call as JSON: plain values become attribute values. */
export function writeDocument(schema: SchemaRef, input: unknown): string {
  return JSON.stringify(write(planOf(schema), input))
}

/** Reads a parsed output, whose own members it replaces: attribute values become plain ones, numbers exact. */
export function readDocument(schema: SchemaRef, output: unknown): unknown {
  return read(planOf(schema), output)
}

/**
 * Reads an output from its text: members with attribute values in them are JsonText, of which no value is made.
 * undefined where the text is of another form than DynamoDB's.
 */
export function readDocumentText(
  schema: SchemaRef,
  text: Buffer
): Record<string, unknown> | undefined {
  const plan = planOf(schema)
  return typeof plan === 'object' && 'members' in plan ? readPlainText(plan, text) : undefined
}

function planOf(schema: SchemaRef): Plan {
  if (!plans.has(schema)) plans.set(schema, makePlan(NormalizedSchema.of(schema)))
  return plans.get(schema)
}

function makePlan(shape: NormalizedSchema): Plan {
  if (shape.isStructSchema()) {
    if (shape.getName() === 'AttributeValue') return 'value'
    const members = new Map<string, Plan>()
    for (const [name, member] of shape.structIterator()) {
      const plan = planOf(member)
      if (plan) members.set(name, plan)
    }
    return members.size > 0 ? { members } : undefined
  }
  if (!shape.isMapSchema() && !shape.isListSchema()) return undefined
  const each = planOf(shape.getValueSchema())
  return each && { each }
}

function write(plan: Plan, value: unknown): unknown {
  if (plan === 'value') return toAttributeValue(value)
  if (plan === undefined || typeof value !== 'object' || value === null) return value
  if ('members' in plan) {
    return mapMembers(value, (member, name) => write(plan.members.get(name), member))
  }
  const writeItem = (item: unknown) => write(plan.each, item)
  return Array.isArray(value) ? value.map(writeItem) : mapMembers(value, writeItem)
}

function read(plan: Plan, value: unknown): unknown {
  if (plan === undefined || value === null || value === undefined) return value
  if (plan === 'value') return readAttributeValue(value)
  if ('each' in plan) {
    const readItem = (item: unknown) => read(plan.each, item)
    return Array.isArray(value) ? value.map(readItem) : mapMembers(value, readItem)
  }
  const members = value as Record<string, unknown>
  for (const [name, member] of plan.members) {
    if (Object.hasOwn(members, name)) members[name] = read(member, members[name])
  }
  return value
}
