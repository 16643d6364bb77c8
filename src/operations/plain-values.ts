import { ExactNumber } from '../json/exact-number.ts'
import { findNumberFault, isInRange, rangeFault } from './numbers.ts'
import { below, type ValueFault } from './words.ts'

// "Nested attributes up to 32 levels deep":
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const MAX_PARENTS = 31

/**
 * Returns what keeps DynamoDB from holding a plain JSON value. `parents` is how many lists and maps
 * contain it.
 */
export function findPlainFault(value: unknown, parents = 0): ValueFault | undefined {
  if (parents > MAX_PARENTS) return depthFault()
  if (typeof value === 'string') return findTextFault(value)
  if (typeof value === 'number') return isInRange(value) ? undefined : rangeFault(value)
  if (typeof value !== 'object' || value === null) return undefined
  if (value instanceof ExactNumber) return findNumberFault(value.value, value)
  // This loop runs for every value of a body, so it copies no lists and makes no entries.
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const fault = findPlainFault(value[index], parents + 1)
      if (fault) return below(index, fault)
    }
    return undefined
  }
  const members = value as Record<string, unknown>
  for (const name in members) {
    const fault = findTextFault(name) ?? findPlainFault(members[name], parents + 1)
    if (fault) return below(name, fault)
  }
  return undefined
}

/** Returns a fault if a text has a lone surrogate, which UTF-8, and so DynamoDB, cannot hold. */
export function findTextFault(text: string): ValueFault | undefined {
  if (text.isWellFormed()) return undefined
  return { path: [], expected: 'well-formed Unicode', got: 'a string with a lone surrogate' }
}

/** Makes the fault of a value inside too many lists and maps. */
export function depthFault(): ValueFault {
  return { path: [], expected: `at most ${MAX_PARENTS} lists and maps around a value`, got: 'more' }
}

/** Says whether a value inside this many lists and maps is too deep for DynamoDB. */
export function isTooDeep(parents: number): boolean {
  return parents > MAX_PARENTS
}
