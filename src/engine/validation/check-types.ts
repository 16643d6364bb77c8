import { serializationError } from '../errors.ts'
import { setMember } from '../values/attribute-value.ts'
import { checkAttributeValue } from './attribute-value-types.ts'
import { type Place, readBoolean, readNumber, readString } from './scalar-types.ts'
import type { Members, Shape } from './shapes.ts'
import { PACKAGE, toStructure } from './structure.ts'

const NOT_GENERIC =
  "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of loader 'bootstrap')"

/**
 * Checks the JSON types of a call's input by its shape and copies what the call knows: members that
 * it does not know, and those that are null, are as if they were not there. Throws AWS's
 * SerializationException, whose words are those that DynamoDB answers today, though no page lists
 * them.
 */
export function checkTypes(members: Members, input: unknown): Record<string, unknown> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw serializationError('Start of structure or map expected')
  }
  return copyMembers(members, input as Record<string, unknown>)
}

function copyMembers(members: Members, raw: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(members)) {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined
    if (value !== undefined && value !== null) {
      copy[name] = copyValue(members[name] as Shape, value, 'member')
    }
  }
  return copy
}

function copyValue(shape: Shape, raw: unknown, place: Place): unknown {
  if (raw === null) return null
  switch (shape.type) {
    case 'String':
      return readString(raw)
    case 'Boolean':
      return readBoolean(raw)
    case 'Integer':
    case 'Long':
      return readNumber(raw, shape.type)
    case 'AttributeValue':
      return checkAttributeValue(raw, place)
    case 'List':
      return toList(raw, place).map((element) => copyValue(shape.of, element, 'list'))
    case 'Map':
      return copyMap(shape.of, toMap(raw, shape.java, place))
    case 'Structure':
      return copyMembers(shape.members, toStructure(raw, shape.struct, place))
  }
}

function copyMap(shape: Shape, raw: Record<string, unknown>): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(raw)) setMember(copy, key, copyValue(shape, raw[key], 'map'))
  return copy
}

function toList(raw: unknown, place: Place): unknown[] {
  if (Array.isArray(raw)) return raw
  if (typeof raw === 'object') {
    throw serializationError('Start of structure or map found where not expected')
  }
  throw serializationError(place === 'map' ? NOT_GENERIC : 'Unexpected field type')
}

function toMap(raw: unknown, java: string, place: Place): Record<string, unknown> {
  if (Array.isArray(raw)) {
    const name = java.includes('.') ? java : `${PACKAGE}.${java}`
    throw serializationError(
      `Unrecognized collection type java.util.Map<java.lang.String, ${name}>`
    )
  }
  if (typeof raw === 'object') return raw as Record<string, unknown>
  throw serializationError(place === 'list' ? NOT_GENERIC : 'Unexpected field type')
}
