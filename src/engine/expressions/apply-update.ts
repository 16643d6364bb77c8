import type { Item } from '../values/attribute-value.ts'
import type { Update } from './update.ts'

/**
 * The item after an update. The item before (missing: one of the key's attributes alone) is left as it is, and
 * all operands are read from it. Throws AWS's errors of operands that do not fit.
 */
export function applyUpdate(_update: Update, _item: Item | undefined, _key: Item): Item {
  throw new Error('to be written')
}

/** What UPDATED_OLD and UPDATED_NEW answer of the item before and after: what is at the update's paths. */
export function updatedAttributes(_update: Update, _item: Item): Item {
  throw new Error('to be written')
}
