import { invalidParameters, validationError } from '../errors.ts'
import { type AttributeValue, type Item, setAttribute } from './attribute-value.ts'
import { normaliseNumber } from './number.ts'
import { type SetType, sortMembers } from './sets.ts'

// A scalar of an item may stand in 31 lists and maps: it is on the level 32 then.
const MAX_CONTAINERS = 31
const MAX_NAME_BYTES = 65_535

/**
 * Checks one attribute value of a request, of whose JSON types the shape check is sure, and makes
 * it canonical. Throws AWS's ValidationException.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export function readAttributeValue(raw: unknown): AttributeValue {
  return readValue(raw as Record<string, unknown> | null, 0)
}

/** Reads each attribute of an item or a key by `readAttributeValue`. */
export function readItem(raw: unknown): Item {
  return readMap(raw as Record<string, unknown>, 0)
}

function readMap(raw: Record<string, unknown>, depth: number): Item {
  const item: Item = {}
  for (const name of Object.keys(raw)) {
    checkName(name)
    const value = raw[name] as Record<string, unknown> | null
    if (value === null) throw nullValue(`: ${name} is null`)
    setAttribute(item, name, readValue(value, depth))
  }
  return item
}

/** Refuses a name that is empty or longer than 64 KB, of an attribute or of a map's member. */
function checkName(name: string): void {
  if (name === '') throw validationError('Empty attribute name')
  if (name.length <= MAX_NAME_BYTES / 3 || Buffer.byteLength(name) <= MAX_NAME_BYTES) return
  throw validationError('Attribute name is too large, must be less than 65536 bytes')
}

function nullValue(where = ''): Error {
  return validationError(`The supplied Item contains a null AttributeValue${where}`)
}

function readValue(raw: Record<string, unknown> | null, depth: number): AttributeValue {
  if (raw === null) throw nullValue()
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
        L: (content as (Record<string, unknown> | null)[]).map((element) =>
          readValue(element, depth + 1)
        )
      }
    case 'M':
      checkDepth(depth)
      return { M: readMap(content as Record<string, unknown>, depth + 1) }
    default:
      return {
        [type]: readSet(type as SetType, content as (string | null)[])
      } as unknown as AttributeValue
  }
}

function checkDepth(depth: number): void {
  if (depth < MAX_CONTAINERS) return
  throw validationError(
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit'
  )
}

function refuseNull(type: SetType): never {
  const kind = type === 'SS' ? 'string' : 'binary'
  throw invalidParameters(`An ${kind} set may not have a null ${kind} as a member`)
}

const EMPTY_SET = {
  SS: 'An string set  may not be empty',
  NS: 'An number set  may not be empty',
  BS: 'Binary sets should not be empty'
}

function readSet(type: SetType, members: (string | null)[]): string[] {
  if (members.length === 0) throw invalidParameters(EMPTY_SET[type])
  const canonical = type === 'NS' ? members.map((member) => normaliseNumber(member ?? '')) : members
  if (new Set(canonical).size === canonical.length) {
    return sortMembers(
      type,
      canonical.map((member) => member ?? refuseNull(type))
    )
  }
  if (type === 'NS') throw validationError('Input collection contains duplicates')
  const listed = `[${members.join(', ')}]`
  throw invalidParameters(
    type === 'SS'
      ? `Input collection ${listed} contains duplicates.`
      : `Input collection ${listed}of type BS contains duplicates.`
  )
}
