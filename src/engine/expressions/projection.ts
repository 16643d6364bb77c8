import type { Item } from '../values/attribute-value.ts'
import type { Path } from './path.ts'

/** The paths of a ProjectionExpression or of AttributesToGet; none overlaps another. */
export interface Projection {
  paths: Path[]
}

/** The part of an item that a projection names. List elements move together, in the list's order. */
export function project(_projection: Projection, _item: Item): Item {
  throw new Error('to be written')
}
