import { EngineError, validationError } from '../errors.ts'
import type { AttributeValue } from '../values/attribute-value.ts'
import { readAttributeValue } from '../values/read-value.ts'
import { ExpressionError } from './expression-error.ts'

const NAME_KEY = /^#\w+$/
const VALUE_KEY = /^:\w+$/
const MAX_KEY_BYTES = 255
const MAX_NAME_BYTES = 65_535

/**
 * ExpressionAttributeNames and ExpressionAttributeValues of one request, and which of them its
 * expressions used.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html
 */
export class Placeholders {
  readonly #names: ReadonlyMap<string, string>
  readonly #values: ReadonlyMap<string, AttributeValue>
  readonly #unused: Set<string>

  /**
   * Checks both and reads the values. Throws AWS's errors of keys and contents that are not right.
   */
  constructor(
    names: Record<string, string | null> | undefined,
    values: Record<string, unknown> | undefined
  ) {
    this.#names = readNames(names)
    this.#values = readValues(values)
    this.#unused = new Set([...this.#names.keys(), ...this.#values.keys()])
  }

  /** The attribute name behind `#name`. */
  name(placeholder: string): string {
    const name = this.#names.get(placeholder)
    if (name === undefined) {
      throw new ExpressionError(
        `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`
      )
    }
    this.#unused.delete(placeholder)
    return name
  }

  /** The value behind `:value`. */
  value(placeholder: string): AttributeValue {
    const value = this.#values.get(placeholder)
    if (value === undefined) {
      throw new ExpressionError(
        `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`
      )
    }
    this.#unused.delete(placeholder)
    return value
  }

  /** Throws where a placeholder is left that no expression used. */
  finish(): void {
    this.#refuseUnused('ExpressionAttributeNames', this.#names)
    this.#refuseUnused('ExpressionAttributeValues', this.#values)
  }

  #refuseUnused(parameter: string, given: ReadonlyMap<string, unknown>): void {
    const unused = [...given.keys()].filter((key) => this.#unused.has(key))
    if (unused.length === 0) return
    throw validationError(
      `Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`
    )
  }
}

function readNames(raw: Record<string, string | null> | undefined): Map<string, string> {
  const names = new Map<string, string>()
  if (raw === undefined) return names
  checkKeys('ExpressionAttributeNames', Object.keys(raw), NAME_KEY)
  for (const key of Object.keys(raw)) names.set(key, readName(key, raw[key] ?? null))
  return names
}

function readName(key: string, name: string | null): string {
  const fault = faultOf(name)
  if (fault === undefined && name !== null) return name
  throw validationError(`ExpressionAttributeNames contains invalid value: ${fault} for key ${key}`)
}

function faultOf(name: string | null): string | null | undefined {
  if (name === null) return null
  if (name === '') return 'Empty attribute name'
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return undefined
  return 'Attribute name is too large, must be less than 65536 bytes'
}

function readValues(raw: Record<string, unknown> | undefined): Map<string, AttributeValue> {
  const values = new Map<string, AttributeValue>()
  if (raw === undefined) return values
  checkKeys('ExpressionAttributeValues', Object.keys(raw), VALUE_KEY)
  for (const key of Object.keys(raw)) values.set(key, readValue(key, raw[key]))
  return values
}

function readValue(key: string, raw: unknown): AttributeValue {
  try {
    return readAttributeValue(raw)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    throw validationError(
      `ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`
    )
  }
}

function checkKeys(parameter: string, keys: string[], form: RegExp): void {
  if (keys.length === 0) throw validationError(`${parameter} must not be empty`)
  for (const key of keys) {
    const fault = keyFault(parameter, key, form)
    if (fault !== undefined) throw validationError(`${parameter} contains invalid key: ${fault}`)
  }
}

function keyFault(parameter: string, key: string, form: RegExp): string | undefined {
  if (key === '') return 'The expression attribute map contains an empty key;'
  const size = Buffer.byteLength(key)
  if (size > MAX_KEY_BYTES) {
    const told = parameter === 'ExpressionAttributeNames' ? ` size of key: ${size}` : ''
    return `The expression attribute map contains a key that is too long;${told}`
  }
  return form.test(key) ? undefined : `Syntax error; key: "${key}"`
}
