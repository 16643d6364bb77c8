import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaRef } from '@smithy/types'
import { readAttributeValue, readEach, writeAttributeValue, writeMap } from './attribute-values.ts'

// The SDK's documents (lib-dynamodb) round numbers, lose attributes named `__proto__`, and pass through
// every value three times. Here plain JSON is read and written where, by the SDK's own schemas, an
// attribute value stands.

/** Where attribute values stand in a shape; undefined: nowhere. */
type Plan = 'value' | { each: Plan } | { members: Map<string, Plan> } | undefined

// The SDK's schemas live as long as the process, and are few.
const plans = new Map<SchemaRef, Plan>()

/** Writes the input of a call as JSON: plain values become attribute values. */
export function writeDocument(schema: SchemaRef, input: unknown): string {
  return write(planOf(schema), input)
}

/** Reads a parsed output in place: attribute values become plain ones, numbers exact. */
export function readDocument(schema: SchemaRef, output: unknown): unknown {
  return read(planOf(schema), output)
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

function write(plan: Plan, value: unknown): string {
  if (!plan || typeof value !== 'object' || value === null) {
    return plan === 'value' ? writeAttributeValue(value) : JSON.stringify(value)
  }
  if (plan === 'value') return writeAttributeValue(value)
  if ('members' in plan) return writeMembers(plan.members, value)
  if (Array.isArray(value)) return `[${value.map((item) => write(plan.each, item)).join()}]`
  return writeMap(value, (item) => write(plan.each, item))
}

function writeMembers(members: Map<string, Plan>, value: object): string {
  let text = ''
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue
    text += `${text && ','}${JSON.stringify(name)}:${write(members.get(name), member)}`
  }
  return `{${text}}`
}

function read(plan: Plan, value: unknown): unknown {
  if (plan === undefined || value === null || value === undefined) return value
  if (plan === 'value') return readAttributeValue(value)
  if ('each' in plan) return readEach(value as object, (item) => read(plan.each, item))
  const members = value as Record<string, unknown>
  for (const [name, member] of plan.members) {
    if (Object.hasOwn(members, name)) members[name] = read(member, members[name])
  }
  return value
}
