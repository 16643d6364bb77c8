import type { Database } from '../database.ts'
import type { Condition } from '../expressions/condition.ts'
import { pathsOf } from '../expressions/condition.ts'
import type { Table } from '../tables/table.ts'
import type { CapacityDetail, FailureValues } from '../validation/requests.ts'
import type { Item } from '../values/attribute-value.ts'
import { consumedCapacity, usageOf } from './capacity.ts'
import { checkKeyPaths } from './check-paths.ts'
import { collectionMetrics } from './collection-metrics.ts'
import { checkCondition } from './condition-failure.ts'
import { placeOf } from './place.ts'
import { readStored, type Stored } from './stored.ts'
import { addWrite, commit, createWriteSet } from './write-set.ts'

interface WriteRequest {
  condition?: Condition
  ReturnValuesOnConditionCheckFailure?: FailureValues
  ReturnConsumedCapacity?: CapacityDetail
  ReturnItemCollectionMetrics?: 'SIZE' | 'NONE'
}

interface Written {
  before: Stored
  after: string | undefined
  /** The answer's members that every write has. */
  members: object
}

/**
 * Writes one item: reads what is there, holds the condition against it, and replaces it by what
 * `change` makes of it, all in one turn of the event loop. Resolves when it is durable, and rejects
 * no earlier: also a refusal tells of what was there.
 */
export async function writeItem(
  database: Database,
  request: WriteRequest,
  table: Table,
  key: Item,
  change: (before: Stored) => Item | undefined,
  tooLarge?: string
): Promise<Written> {
  const { journal } = database
  if (request.condition) checkKeyPaths(table, pathsOf(request.condition))
  const place = placeOf(table.key, key)
  const before = readStored({ get: journal.read }, table, place)
  const set = createWriteSet(database)
  let after: string | undefined
  try {
    checkCondition(request, before)
    after = addWrite(set, table, place, before, change(before), tooLarge)
  } catch (error) {
    await journal.settled()
    throw error
  }
  await commit(set)
  return {
    before,
    after,
    members: {
      ConsumedCapacity: consumedCapacity(
        request.ReturnConsumedCapacity,
        table,
        usageOf(set.usages, table)
      ),
      ItemCollectionMetrics: collectionMetrics(request.ReturnItemCollectionMetrics, table, key)
    }
  }
}
