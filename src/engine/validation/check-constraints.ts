import { validationError } from '../errors.ts'
import { printJava } from './print-java.ts'
import type { Members, Shape } from './shapes.ts'

// AWS tells ten faults at most.
const MAX_FAULTS = 10

/**
 * Checks lengths, ranges, patterns and enumerations of an input of right types, and what is
 * missing. Throws AWS's ValidationException of all faults: `2 validation errors detected: Value …
 * at '…' failed to satisfy constraint: …`.
 */
export function checkConstraints(members: Members, input: Record<string, unknown>): void {
  const faults = new Faults()
  faults.collectMembers(members, input, '')
  faults.throwIfAny()
}

class Faults {
  readonly #faults: string[] = []

  collectMembers(members: Members, value: Record<string, unknown>, parent: string): void {
    for (const name of Object.keys(members)) {
      this.#collect(members[name] as Shape, value[name], parent + lowerFirst(name))
    }
  }

  throwIfAny(): void {
    const count = this.#faults.length
    if (count === 0) return
    const told = this.#faults.slice(0, MAX_FAULTS)
    throw validationError(
      `${told.length} validation error${told.length > 1 ? 's' : ''} detected: ${told.join('; ')}`
    )
  }

  #collect(shape: Shape, value: unknown, path: string): void {
    if (value === undefined || value === null) {
      if (shape.isRequired) this.#add(shape, value, path, 'Member must not be null')
      return
    }
    for (const rule of brokenRules(shape, value)) this.#add(shape, value, path, rule)
    switch (shape.type) {
      case 'Structure':
        this.collectMembers(shape.members, value as Record<string, unknown>, `${path}.`)
        return
      case 'List':
        // What is inside items and attribute values is told when they are read.
        if (shape.of.type === 'AttributeValue') return
        for (const [index, element] of (value as unknown[]).entries()) {
          this.#collect({ ...shape.of, isRequired: true }, element, `${path}.${index + 1}.member`)
        }
        return
      case 'Map':
        if (shape.of.type === 'AttributeValue') return
        for (const [key, element] of Object.entries(value as Record<string, unknown>)) {
          this.#collect(shape.of, element, `${path}.${key}.member`)
        }
    }
  }

  #add(shape: Shape, value: unknown, path: string, rule: string): void {
    if (this.#faults.length >= MAX_FAULTS) return
    const printed = value === undefined || value === null ? 'null' : `'${printJava(shape, value)}'`
    this.#faults.push(`Value ${printed} at '${path}' failed to satisfy constraint: ${rule}`)
  }
}

function* brokenRules(shape: Shape, value: unknown): Generator<string> {
  const { values, pattern, minLength, maxLength, min, max, keys, entries } = shape
  const length = lengthOf(value)
  if (values && !values.includes(value as string)) {
    yield `Member must satisfy enum value set: [${values.join(', ')}]`
  }
  if (pattern !== undefined && !matches(pattern, value as string)) yield patternRule(pattern)
  if (minLength !== undefined && length < minLength) yield minLengthRule(minLength)
  if (maxLength !== undefined && length > maxLength) yield maxLengthRule(maxLength)
  if (min !== undefined && (value as number) < min) {
    yield `Member must have value greater than or equal to ${min}`
  }
  if (max !== undefined && (value as number) > max) {
    yield `Member must have value less than or equal to ${max}`
  }
  if (keys && !Object.keys(value as object).every((key) => isKey(key, keys))) {
    const rules = [maxLengthRule(keys.maxLength), minLengthRule(keys.minLength)]
    yield `Map keys must satisfy constraint: [${[...rules, patternRule(keys.pattern)].join(', ')}]`
  }
  if (entries && !Object.values(value as object).every((entry) => isWithin(entry, entries))) {
    const rules = [maxLengthRule(entries.maxLength), minLengthRule(entries.minLength)]
    yield `Map value must satisfy constraint: [${rules.join(', ')}]`
  }
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

function isKey(
  key: string,
  { minLength, maxLength, pattern }: NonNullable<Shape['keys']>
): boolean {
  return isWithin(key, { minLength, maxLength }) && matches(pattern, key)
}

function isWithin(value: unknown, range: { minLength: number; maxLength: number }): boolean {
  const length = lengthOf(value)
  return length >= range.minLength && length <= range.maxLength
}

function matches(pattern: string, value: string): boolean {
  return new RegExp(`^(?:${pattern})$`).test(value)
}

function patternRule(pattern: string): string {
  return `Member must satisfy regular expression pattern: ${pattern}`
}

function minLengthRule(length: number): string {
  return `Member must have length greater than or equal to ${length}`
}

function maxLengthRule(length: number): string {
  return `Member must have length less than or equal to ${length}`
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
