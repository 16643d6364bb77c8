import type { Database } from '../database.ts'
import type { Table } from '../tables/table.ts'
import type { TransactGetItemsRequest } from '../validation/requests.ts'
import { toAnswer } from './answer.ts'
import { consumedCapacities, itemReadUnits, type Usages, usageOf } from './capacity.ts'
import { checkKey } from './check-keys.ts'
import { checkKeyPaths } from './check-paths.ts'
import { projectedText } from './get-item.ts'
import { placeOf } from './place.ts'
import { readStored, type Stored } from './stored.ts'
import { checkDistinct, checkTotal, runActions } from './transaction.ts'

/** A transaction reads each item twice, says AWS: once to prepare and once to commit. */
const FACTOR = 2

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
 * All items are of one state of the store.
 */
export function transactGetItems(database: Database, request: TransactGetItemsRequest): string {
  const gets = request.gets.map((get) => ({
    ...get,
    table: database.catalogue.find(get.TableName)
  }))
  runActions(gets, ({ table, key, projection }) => {
    checkKey(table.key, key)
    if (projection) checkKeyPaths(table, projection.paths)
  })
  const places = gets.map(({ table, key }) => placeOf(table.key, key))
  checkDistinct(places.map((place, index) => (gets[index] as { table: Table }).table.id + place))
  const snapshot = database.store.snapshot()
  let items: Stored[]
  try {
    items = gets.map(({ table }, index) => readStored(snapshot, table, places[index] as string))
  } finally {
    snapshot.close()
  }
  checkTotal(items.reduce((total, { size }) => total + size, 0))
  const usages: Usages = new Map()
  const responses = gets.map(({ table, projection }, index) => {
    const stored = items[index] as Stored
    usageOf(usages, table).table += FACTOR * itemReadUnits(stored.size, true)
    return toAnswer({ Item: projectedText(stored, projection) })
  })
  return toAnswer(
    { Responses: `[${responses.join(',')}]` },
    { ConsumedCapacity: consumedCapacities(request.ReturnConsumedCapacity, usages) }
  )
}
