import type { SchemaRef } from '@smithy/types'
import {
  hasLongNumber,
  mapMembers,
  readAttributeValue,
  toAttributeValue,
  trimAttributeValue
} from '../../json/attribute-values.ts'
import type { SendOptions } from '../../operations/database.ts'
import type { Format } from '../../operations/format.ts'
import { BrokenAnswer } from '../errors.ts'
import { type Plan, planOf } from './plan.ts'
import { readText } from './text.ts'

// lib-dynamodb rounds numbers, loses attributes named `__proto__`, and walks through every value
// three times. This file converts plain JSON exactly where the SDK's schemas have an attribute
// value.

/** How to read an output. */
export type Form = Pick<SendOptions, 'format' | 'lines'>

/**
 * From this length on, in bytes, an answer is converted as text, because its values are only passed
 * on.
 */
const LARGE_BYTES = 8_192

/** Writes the input of a call as DynamoDB's JSON. */
export function writeInput(schema: SchemaRef, input: object, format: Format): string {
  const plan = planOf(schema)
  if (format === 'json') return JSON.stringify(write(plan, input, toAttributeValue))
  const text = JSON.stringify(input)
  return hasLongNumber(text) ? JSON.stringify(write(plan, input, trimAttributeValue)) : text
}

/**
 * Reads the members of an output, with attribute values in the given format and exact numbers; if
 * the output is large, such members are JsonText. Throws a BrokenAnswer if the body is no JSON
 * object.
 */
export function readOutput(schema: SchemaRef, body: Buffer, form: Form): Record<string, unknown> {
  const plan = planOf(schema)
  const { format, lines = false } = form
  const isText = lines || body.length >= LARGE_BYTES
  if (isText && typeof plan === 'object' && 'members' in plan) {
    const texts = readText(plan, body, { format, lines })
    if (texts) return texts
  }
  const output = parseObject(body)
  return format === 'json' ? readValues(plan, output) : output
}

/** Makes the attribute values of a parsed output plain, in place. */
export function readValues(plan: Plan, output: object): Record<string, unknown> {
  return read(plan, output) as Record<string, unknown>
}

/** Makes a map of attribute values plain. */
export function readAttributes(map: object): Record<string, unknown> {
  return mapMembers(map, readAttributeValue)
}

function parseObject(body: Buffer): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(body.toString())
  } catch (error) {
    throw new BrokenAnswer('what is no JSON', error)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BrokenAnswer('what is no JSON object')
  }
  return value as Record<string, unknown>
}

function write(plan: Plan, value: unknown, writeValue: (value: unknown) => unknown): unknown {
  if (plan === 'value') return writeValue(value)
  if (plan === undefined || typeof value !== 'object' || value === null) return value
  if ('members' in plan) {
    return mapMembers(value, (member, name) => write(plan.members.get(name), member, writeValue))
  }
  const writeItem = (item: unknown) => write(plan.each, item, writeValue)
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
