import { type EngineError, invalidParameters, validationError } from '../errors.ts'
import { bytesOf } from '../store/keys.ts'
import type { KeyAttribute, KeyShape, Table } from '../tables/table.ts'
import { type AttributeValue, getAttribute, type Item, typeOf } from '../values/attribute-value.ts'

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (keys)
const MAX_HASH_BYTES = 2048
const MAX_RANGE_BYTES = 1024

/**
 * Checks that a key has the schema's attributes and no others. Throws AWS's ValidationException.
 */
export function checkKey(shape: KeyShape, key: Item): void {
  if (Object.keys(key).length !== shape.all.length) throw mismatch()
  for (const attribute of shape.all) {
    const value = getAttribute(key, attribute.name)
    if (!value || typeOf(value) !== attribute.type) throw mismatch()
  }
  for (const attribute of shape.all) {
    checkKeyValue(attribute, getAttribute(key, attribute.name) as AttributeValue, shape)
  }
}

/** Checks the key attributes of an item that is written, those of the indexes too. */
export function checkItemKeys(table: Table, item: Item): void {
  for (const attribute of table.key.all) {
    const value = getAttribute(item, attribute.name)
    if (!value) throw invalidParameters(`Missing the key ${attribute.name} in the item`)
    if (typeOf(value) !== attribute.type) {
      throw invalidParameters(
        `Type mismatch for key ${attribute.name} expected: ${attribute.type} actual: ${typeOf(value)}`
      )
    }
    checkKeyValue(attribute, value, table.key)
  }
  checkIndexKeys(table, item)
}

/** Checks the attributes of an item that are keys of indexes: of the type, and not empty. */
export function checkIndexKeys(table: Table, item: Item): void {
  for (const { key, name: indexName } of table.indexes) {
    for (const { name, type } of key.all) {
      const value = getAttribute(item, name)
      if (value && typeOf(value) !== type) {
        throw invalidParameters(
          `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${indexName}`
        )
      }
    }
  }
  for (const { key, name: indexName } of table.indexes) {
    for (const attribute of key.all) {
      const value = getAttribute(item, attribute.name)
      if (!value) continue
      const kind = emptyKind(value)
      if (kind) {
        throw validationError(
          'One or more parameter values are not valid. A value specified for a secondary index key is not supported. ' +
            `The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${indexName}, IndexKey: ${attribute.name}`
        )
      }
      checkSize(attribute, value, key)
    }
  }
}

/** Says that a key is not of the schema. */
export function mismatch(): EngineError {
  return validationError('The provided key element does not match the schema')
}

/** Checks a key attribute's value, of whose type it is sure, for emptiness and size. */
export function checkKeyValue(
  attribute: KeyAttribute,
  value: AttributeValue,
  shape: KeyShape
): void {
  const kind = emptyKind(value)
  if (kind) {
    throw validationError(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${attribute.name}`
    )
  }
  checkSize(attribute, value, shape)
}

function emptyKind(value: AttributeValue): string | undefined {
  if ('S' in value && value.S === '') return 'string'
  if ('B' in value && value.B === '') return 'binary'
  return undefined
}

function checkSize(attribute: KeyAttribute, value: AttributeValue, shape: KeyShape): void {
  if (attribute.type === 'N') return
  const bytes = bytesOf(value).length
  if (attribute === shape.hash) {
    if (bytes > MAX_HASH_BYTES) {
      throw invalidParameters('Size of hashkey has exceeded the maximum size limit of2048 bytes')
    }
  } else if (bytes > MAX_RANGE_BYTES) {
    throw invalidParameters(
      'Aggregated size of all range keys has exceeded the size limit of 1024 bytes'
    )
  }
}
