import { EngineError, validationError } from '../errors.ts'
import { getAttribute, type Item, typeOf } from '../values/attribute-value.ts'
import { checkKey, checkKeyValue, mismatch } from './check-keys.ts'
import { entryPlaceOf, pick, placeOf, startKeyNames } from './place.ts'
import type { Source } from './read-source.ts'

export const INVALID = 'The provided starting key is invalid'

/** Throws where a start key has not as many attributes as the table's or index's has. */
export function checkStartKeySize(source: Source, startKey: Item, message = INVALID): void {
  const names = startKeyNames(source.table, source.index)
  if (Object.keys(startKey).length !== names.length) throw validationError(message)
}

/** Checks the attributes of a start key that are the index's (or table's) key. */
export function checkStartKeyTypes(source: Source, startKey: Item): void {
  for (const attribute of source.key.all) {
    const value = getAttribute(startKey, attribute.name)
    if (!value) throw validationError(INVALID)
    if (typeOf(value) !== attribute.type) throw mismatch()
    checkKeyValue(attribute, value, source.key)
  }
}

/**
 * Checks the attributes of a start key that are the table's key, and tells where the page before it
 * ended.
 */
export function startPlace(source: Source, startKey: Item): string {
  const { table, index } = source
  const key = pick(startKey, table.keyNames)
  try {
    checkKey(table.key, key)
  } catch (error) {
    throw error instanceof EngineError ? validationError(`${INVALID}: ${error.message}`) : error
  }
  const place = placeOf(table.key, key)
  // Its types were checked.
  return index ? (entryPlaceOf(index, startKey, place) as string) : place
}
