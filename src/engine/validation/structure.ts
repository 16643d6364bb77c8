import { serializationError } from '../errors.ts'
import type { Place } from './scalar-types.ts'

/** The package of AWS's Java classes, which its words name. */
export const PACKAGE = 'com.amazonaws.dynamodb.v20120810'

/** Takes an object for a structure; AWS names it where an array stands in its place. */
export function toStructure(raw: unknown, struct: string, place: Place): Record<string, unknown> {
  if (Array.isArray(raw)) {
    throw serializationError(`Unrecognized collection type class ${PACKAGE}.${struct}`)
  }
  if (typeof raw === 'object') return raw as Record<string, unknown>
  throw serializationError(
    place === 'member' ? 'Unexpected field type' : 'Unexpected value type in payload'
  )
}
