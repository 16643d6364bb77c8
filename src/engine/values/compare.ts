import { type AttributeValue, getAttribute, type Item, typed } from './attribute-value.ts'
import { compareNumbers } from './number.ts'
import { compareText } from './text-order.ts'

/**
 * Deep equality of two canonical values: lists by order, maps and sets without.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function equalValues(a: AttributeValue, b: AttributeValue): boolean {
  const left = typed(a)
  const right = typed(b)
  if (left.type !== right.type) return false
  switch (left.type) {
    case 'M':
      return equalMaps(left.content, right.content as Item)
    case 'L':
      return equalLists(left.content, right.content as AttributeValue[])
    case 'SS':
    case 'NS':
    case 'BS':
      // A canonical set is sorted, so that equal sets are equal lists.
      return equalSets(left.content, right.content as string[])
    default:
      return left.content === right.content
  }
}

/**
 * Orders two canonical values of one type among S, N and B: below, at or above 0. Numbers by value,
 * strings by their UTF-8 bytes, binaries by bytes as unsigned.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
export function compareValues(a: AttributeValue, b: AttributeValue): number {
  if ('N' in a && 'N' in b) return compareNumbers(a.N, b.N)
  if ('S' in a && 'S' in b) return compareText(a.S, b.S)
  if ('B' in a && 'B' in b) return compareBinaries(a.B, b.B)
  throw new TypeError('Only two strings, two numbers or two binaries have an order.')
}

/** Orders two binaries in base64 by their bytes. */
export function compareBinaries(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a, 'base64'), Buffer.from(b, 'base64'))
}

function equalMaps(a: Item, b: Item): boolean {
  const names = Object.keys(a)
  if (names.length !== Object.keys(b).length) return false
  return names.every((name) => {
    const left = getAttribute(a, name)
    const right = getAttribute(b, name)
    return left !== undefined && right !== undefined && equalValues(left, right)
  })
}

function equalLists(a: AttributeValue[], b: AttributeValue[]): boolean {
  return (
    a.length === b.length && a.every((value, index) => equalValues(value, b[index] ?? { L: [] }))
  )
}

function equalSets(a: string[], b: string[]): boolean {
  return a.length === b.length && a.every((member, index) => member === b[index])
}
