import { type AttributeValue, type Item, typed } from './attribute-value.ts'
import { toDecimal } from './number.ts'

const CONTAINER_BYTES = 3
const ELEMENT_BYTES = 1

/**
 * An item's size in bytes, by AWS's formula: names and values.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Item): number {
  let size = 0
  for (const name of Object.keys(item)) {
    size += Buffer.byteLength(name) + valueSize(item[name] as AttributeValue)
  }
  return size
}

/** A canonical value's size in bytes, without a name. */
export function valueSize(value: AttributeValue): number {
  const { type, content } = typed(value)
  switch (type) {
    case 'S':
      return Buffer.byteLength(content)
    case 'N':
      return numberSize(content)
    case 'B':
      return binarySize(content)
    case 'SS':
      return sum(content, Buffer.byteLength)
    case 'NS':
      return sum(content, numberSize)
    case 'BS':
      return sum(content, binarySize)
    case 'L':
      return CONTAINER_BYTES + sum(content, (element) => ELEMENT_BYTES + valueSize(element))
    case 'M':
      return CONTAINER_BYTES + ELEMENT_BYTES * Object.keys(content).length + itemSize(content)
    default:
      return 1
  }
}

/**
 * A byte for each two digits as they stand around the point, one for the exponent, one for a minus.
 */
function numberSize(canonical: string): number {
  const { isNegative, digits, exponent } = toDecimal(canonical)
  if (digits === '') return 1
  const isSplit = digits.length % 2 === 0 && exponent % 2 === 0
  return 1 + Math.ceil(digits.length / 2) + (isSplit ? 1 : 0) + (isNegative ? 1 : 0)
}

function binarySize(base64: string): number {
  return Buffer.byteLength(base64, 'base64')
}

function sum<Member>(members: Member[], sizeOf: (member: Member) => number): number {
  let size = 0
  for (const member of members) size += sizeOf(member)
  return size
}
