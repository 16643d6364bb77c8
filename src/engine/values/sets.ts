import { compareBinaries } from './compare.ts'
import { compareNumbers } from './number.ts'
import { compareText } from './text-order.ts'

export type SetType = 'SS' | 'NS' | 'BS'

const ORDER = { SS: compareText, NS: compareNumbers, BS: compareBinaries }

/**
 * Sorts a set's canonical members in place: DynamoDB keeps no order of its own, and equal sets are
 * then equal lists.
 */
export function sortMembers(type: SetType, members: string[]): string[] {
  return members.sort(ORDER[type])
}

/** The members of two sets, each once, sorted. */
export function unite(type: SetType, a: string[], b: string[]): string[] {
  return sortMembers(type, [...new Set([...a, ...b])])
}

/** The members of a set that the other has not. */
export function subtract(a: string[], b: string[]): string[] {
  const other = new Set(b)
  return a.filter((member) => !other.has(member))
}
