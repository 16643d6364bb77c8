import type { Table } from '../tables/table.ts'
import type { Item } from '../values/attribute-value.ts'
import { pick } from './place.ts'

/** AWS's estimate of a collection of less than 1 GB; no larger one is told apart. */
const SIZE_ESTIMATE_GB = [0, 1]

/**
 * `ItemCollectionMetrics` of a write, which only tables with local indexes have.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ItemCollectionMetrics.html
 */
export function collectionMetrics(
  detail: 'SIZE' | 'NONE' | undefined,
  table: Table,
  item: Item
): object | undefined {
  if (detail !== 'SIZE' || table.indexes.every(({ isGlobal }) => isGlobal)) return undefined
  return {
    ItemCollectionKey: pick(item, [table.key.hash.name]),
    SizeEstimateRangeGB: SIZE_ESTIMATE_GB
  }
}
