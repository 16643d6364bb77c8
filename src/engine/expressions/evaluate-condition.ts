import type { Item } from '../values/attribute-value.ts'
import type { Condition } from './condition.ts'

/** Says whether a condition holds for an item; a missing item is one without attributes. */
export function evaluateCondition(_condition: Condition, _item: Item | undefined): boolean {
  throw new Error('to be written')
}
