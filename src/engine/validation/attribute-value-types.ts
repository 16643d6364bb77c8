import { serializationError } from '../errors.ts'
import { setMember } from '../values/attribute-value.ts'
import { type Place, readBinary, readBoolean, readString } from './scalar-types.ts'
import { toStructure } from './structure.ts'

// Below this the value is refused for its depth anyhow, and a deeper one must not overflow the
// stack.
const MAX_DEPTH = 40

/**
 * Checks the JSON types inside an attribute value and copies its members that DynamoDB knows, also
 * where there are too many or none of them. Throws AWS's SerializationException.
 */
export function checkAttributeValue(raw: unknown, place: Place, depth = 0): unknown {
  if (depth > MAX_DEPTH) return raw
  const value = toStructure(raw, 'AttributeValue', place)
  const copy: Record<string, unknown> = {}
  for (const type of Object.keys(value)) {
    const content = value[type]
    if (content === null) continue
    const checked = checkContent(type, content, depth)
    if (checked !== undefined) copy[type] = checked
  }
  return copy
}

function checkContent(type: string, content: unknown, depth: number): unknown {
  switch (type) {
    case 'S':
    case 'N':
      return readString(content)
    case 'B':
      return readBinary(content)
    case 'BOOL':
    case 'NULL':
      return readBoolean(content)
    case 'SS':
    case 'NS':
      return readList(content, readString)
    case 'BS':
      return readList(content, readBinary)
    case 'L':
      return readList(content, (element) => checkAttributeValue(element, 'list', depth + 1))
    case 'M':
      return readMap(content, depth)
    default:
      return undefined
  }
}

function readList(raw: unknown, read: (element: unknown) => unknown): unknown[] {
  if (Array.isArray(raw)) return raw.map((element) => (element === null ? null : read(element)))
  throw serializationError(
    typeof raw === 'object'
      ? 'Start of structure or map found where not expected'
      : 'Unexpected field type'
  )
}

function readMap(raw: unknown, depth: number): unknown {
  if (typeof raw !== 'object') throw serializationError('Unexpected field type')
  if (Array.isArray(raw)) {
    throw serializationError(
      'Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>'
    )
  }
  const map = raw as Record<string, unknown>
  const copy: Record<string, unknown> = {}
  for (const name of Object.keys(map)) {
    const value = map[name]
    setMember(copy, name, value === null ? null : checkAttributeValue(value, 'map', depth + 1))
  }
  return copy
}
