import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaRef } from '@smithy/types'

/** Where attribute values stand in a shape; undefined: nowhere. */
export type Plan = 'value' | { each: Plan } | { members: Map<string, Plan> } | undefined

// The SDK's schemas live as long as the process, and are few.
const plans = new Map<SchemaRef, Plan>()

/** Says where attribute values stand in a shape, by the SDK's own schema of it. */
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
