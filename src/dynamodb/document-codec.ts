import { JsonCodec2 } from '@smithy/core/protocols'
import { NormalizedSchema } from '@smithy/core/schema'
import type { Schema, ShapeDeserializer, ShapeSerializer } from '@smithy/types'
import { readAttributeValue, readEach, writeAttributeValue, writeMap } from './attribute-values.ts'

// The SDK's documents (lib-dynamodb) round numbers, lose attributes named `__proto__`, and pass through
// every value three times. Its protocol takes a codec of ours instead, which reads and writes plain JSON
// where, by the SDK's own schemas, an attribute value stands.

/** Where attribute values stand in a shape; undefined: nowhere. */
type Plan = 'value' | { each: Plan } | { members: Map<string, Plan> } | undefined

// The SDK's schemas live as long as the process, and are few.
const plans = new Map<Schema, Plan>()

function planOf(schema: Schema): Plan {
  const shape = NormalizedSchema.of(schema)
  const key = shape.getSchema()
  if (!plans.has(key)) plans.set(key, makePlan(shape))
  return plans.get(key)
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

class DocumentSerializer implements ShapeSerializer<string> {
  #text = ''

  write(schema: Schema, value: unknown): void {
    this.#text = write(planOf(schema), value)
  }

  flush(): string {
    return this.#text
  }

  setSerdeContext(): void {}
}

class DocumentDeserializer implements ShapeDeserializer<Uint8Array> {
  read(schema: Schema, bytes: Uint8Array): unknown {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
    return this.readObject(schema, JSON.parse(text))
  }

  /** The SDK reads the members of an error by this. */
  readObject(schema: Schema, value: unknown): unknown {
    return read(planOf(schema), value)
  }

  setSerdeContext(): void {}
}

/** Plain JSON in and out of every DynamoDB call, numbers exact. For the SDK's AWS JSON 1.0 protocol. */
export class DocumentCodec extends JsonCodec2 {
  constructor() {
    super({ timestampFormat: { useTrait: true, default: 7 }, jsonName: false })
  }

  // The base class promises its own serializers; the protocol calls no more than ours have.
  override createSerializer(): never {
    return new DocumentSerializer() as never
  }

  override createDeserializer(): never {
    return new DocumentDeserializer() as never
  }
}
