import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaRef } from '@smithy/types'

/** Where a shape has attribute values; undefined: it has none. */
export type Plan = 'value' | { each: Plan } | { members: Map<string, Plan> } | undefined

// Cached for good: the SDK's schemas are few, and live as long as the process.
const plans = new Map<SchemaRef, Plan>()

/** Returns where a shape has attribute values, according to the SDK's schema of it. */
export function planOf(schema: SchemaRef): Plan {
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
