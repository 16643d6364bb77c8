import { invalidParameters, validationError } from '../errors.ts'
import { type AttributeValue, type Item, setAttribute } from './attribute-value.ts'
import { normaliseNumber } from './number.ts'
import { type SetType, sortMembers } from './sets.ts'

// A scalar of an item may stand in 31 lists and maps: it is on the level 32 then.
const MAX_CONTAINERS = 31

/**
 * Checks one attribute value of a request, of whose JSON types the shape check is sure, and makes it canonical.
 * Throws AWS's ValidationException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export function readAttributeValue(raw: unknown): AttributeValue {
  return readValue(raw as Record<string, unknown>, 0)
}

/** Reads each attribute of an item or a key by `readAttributeValue`. */
export function readItem(raw: unknown): Item {
  return readMap(raw as Record<string, unknown>, 0)
}

function readMap(raw: Record<string, unknown>, depth: number): Item {
  const item: Item = {}
  for (const name of Object.keys(raw)) {
    setAttribute(item, name, readValue(raw[name] as Record<string, unknown>, depth))
  }
  return item
}

function readValue(raw: Record<string, unknown>, depth: number): AttributeValue {
  const types = Object.keys(raw).filter((type) => raw[type] !== null)
  const [type] = types
  if (type === undefined) {
    throw validationError(
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'
    )
  }
  const value = readContent(type, raw[type], depth)
  for (const other of types.slice(1)) readContent(other, raw[other], depth)
  if (types.length > 1) {
    throw validationError(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes'
    )
  }
  return value
}

function readContent(type: string, content: unknown, depth: number): AttributeValue {
  switch (type) {
    case 'S':
      return { S: content as string }
    case 'N':
      return { N: normaliseNumber(content as string) }
    case 'B':
      return { B: content as string }
    case 'BOOL':
      return { BOOL: content as boolean }
    case 'NULL':
      if (content !== true) {
        throw invalidParameters('Null attribute value types must have the value of true')
      }
      return { NULL: true }
    case 'L':
      checkDepth(depth)
      return {
        L: (content as Record<string, unknown>[]).map((element) => readValue(element, depth + 1))
      }
    case 'M':
      checkDepth(depth)
      return { M: readMap(content as Record<string, unknown>, depth + 1) }
    default:
      return { [type]: readSet(type as SetType, content as string[]) } as unknown as AttributeValue
  }
}

function checkDepth(depth: number): void {
  if (depth < MAX_CONTAINERS) return
  throw validationError(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit'
  )
}

const EMPTY_SET = {
  SS: 'An string set  may not be empty',
  NS: 'An number set  may not be empty',
  BS: 'Binary sets should not be empty'
}

function readSet(type: SetType, members: string[]): string[] {
  if (members.length === 0) throw invalidParameters(EMPTY_SET[type])
  const canonical = type === 'NS' ? members.map(normaliseNumber) : [...members]
  if (new Set(canonical).size === canonical.length) return sortMembers(type, canonical)
  if (type === 'NS') throw validationError('Input collection contains duplicates')
  const listed = `[${members.join(', ')}]`
  throw invalidParameters(
    type === 'SS'
      ? `Input collection ${listed} contains duplicates.`
      : `Input collection ${listed}of type BS contains duplicates.`
  )
}
