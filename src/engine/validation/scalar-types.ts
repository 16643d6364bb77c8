import { serializationError } from '../errors.ts'

/** Where a value stands, on which AWS's words for a wrong one depend. */
export type Place = 'member' | 'list' | 'map'

const MAX_INTEGER = 2_147_483_647
const BOOLEANS = new Map([
  ['TRUE', true],
  ['1', true],
  ['YES', true],
  ['FALSE', false],
  ['0', false],
  ['NO', false]
])

/** A string, as it is. Throws AWS's SerializationException, as all readers here do. */
export function readString(raw: unknown): string {
  if (typeof raw === 'string') return raw
  throw wrong(raw, 'String')
}

/** DynamoDB takes a few strings for booleans. */
export function readBoolean(raw: unknown): boolean {
  if (typeof raw === 'boolean') return raw
  if (typeof raw !== 'string') throw wrong(raw, 'Boolean')
  const value = BOOLEANS.get(raw.toUpperCase())
  if (value === undefined) throw serializationError('Unexpected token received from parser')
  return value
}

/** DynamoDB drops the fraction of a number where it wants an integer. */
export function readNumber(raw: unknown, type: 'Integer' | 'Long'): number {
  if (typeof raw === 'string')
    throw serializationError(`STRING_VALUE cannot be converted to ${type}`)
  if (typeof raw !== 'number') throw wrong(raw, type)
  if (type === 'Integer' && Math.abs(raw) > MAX_INTEGER) {
    throw serializationError(`NUMBER_VALUE cannot be converted to ${type}`)
  }
  return Math.trunc(raw)
}

/** A binary in base64, which must be spelled canonically. */
export function readBinary(raw: unknown): string {
  if (typeof raw === 'boolean' || typeof raw === 'number') {
    throw serializationError('only base-64-encoded strings are convertible to bytes')
  }
  if (typeof raw !== 'string') throw wrong(raw, 'nio.ByteBuffer')
  if (raw.length % 4 !== 0) {
    throw serializationError(
      `Base64 encoded length is expected a multiple of 4 bytes but found: ${raw.length}`
    )
  }
  if (Buffer.from(raw, 'base64').toString('base64') !== raw) {
    throw serializationError('Invalid last non-pad Base64 character dectected')
  }
  return raw
}

function wrong(raw: unknown, type: string): Error {
  if (Array.isArray(raw)) {
    const name = type.includes('.') ? `java.${type}` : `java.lang.${type}`
    return serializationError(`Unrecognized collection type class ${name}`)
  }
  if (typeof raw === 'object') {
    return serializationError('Start of structure or map found where not expected')
  }
  const value =
    typeof raw === 'boolean'
      ? `${String(raw).toUpperCase()}_VALUE`
      : Number.isInteger(raw)
        ? 'NUMBER_VALUE'
        : 'DECIMAL_VALUE'
  return serializationError(`${value} cannot be converted to ${type}`)
}
