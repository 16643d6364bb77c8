import type { SchemaRef } from '@smithy/types'
import { mapMembers, readAttributeValue, toAttributeValue } from './attribute-values.ts'
import { readPlainText } from './plain-text.ts'
import { type Plan, planOf } from './plan.ts'

// The SDK's documents (lib-dynamodb) round numbers, lose attributes named `__proto__`, and pass through
// every value three times. Here plain JSON is read and written where, by the SDK's own schemas, an
// attribute value stands.

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
