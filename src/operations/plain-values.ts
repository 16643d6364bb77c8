import { ExactNumber } from '../json/exact-number.ts'
import { findNumberFault, isInRange, rangeFault } from './numbers.ts'
import { below, type Found } from './words.ts'

// "Up to 32 levels": https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const MAX_PARENTS = 31

/** Finds what keeps DynamoDB from holding a plain JSON value; `parents` counts what is around it. */
export function findPlainFault(value: unknown, parents = 0): Found | undefined {
  if (parents > MAX_PARENTS) return depthFault()
  if (typeof value === 'string') return findTextFault(value)
  if (typeof value === 'number') return isInRange(value) ? undefined : rangeFault(value)
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof ExactNumber) return findNumberFault(value.value, value)
  // This is the innermost loop of all: it copies no lists and makes no pairs of names and values.
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const found = findPlainFault(value[index], parents + 1)
      if (found) return below(index, found)
    }
    return undefined
  }
  const members = value as Record<string, unknown>
  for (const name in members) {
    const found = findTextFault(name) ?? findPlainFault(members[name], parents + 1)
    if (found) return below(name, found)
  }
  return undefined
}

/** Finds a lone surrogate, which UTF-8, and so DynamoDB, cannot hold. */
export function findTextFault(text: string): Found | undefined {
  if (text.isWellFormed()) return undefined
  return { path: [], expected: 'well-formed Unicode', got: 'a string with a lone surrogate' }
}

/** Makes the fault of a value that has too many lists and maps around it. */
export function depthFault(): Found {
  return { path: [], expected: `at most ${MAX_PARENTS} lists and maps around a value`, got: 'more' }
}

/** Says whether a value with so many lists and maps around it is too deep for DynamoDB. */
export function isTooDeep(parents: number): boolean {
  return parents > MAX_PARENTS
}
