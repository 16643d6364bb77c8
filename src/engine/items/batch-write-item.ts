import type { Database } from '../database.ts'
import { validationError } from '../errors.ts'
import type { Table } from '../tables/table.ts'
import type { BatchWrite, BatchWriteItemRequest } from '../validation/requests.ts'
import { getAttribute, type Item, typeOf } from '../values/attribute-value.ts'
import { byName, toAnswer } from './answer.ts'
import { consumedCapacities } from './capacity.ts'
import { checkItemKeys, checkKey, mismatch } from './check-keys.ts'
import { collectionMetrics } from './collection-metrics.ts'
import { placeOf } from './place.ts'
import { readStored } from './stored.ts'
import { addWrite, commit, createWriteSet } from './write-set.ts'

interface Write {
  table: Table
  name: string
  place: string
  key: Item
  item: Item | undefined
}

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 * All writes are made, and here even together.
 */
export async function batchWriteItem(
  database: Database,
  request: BatchWriteItemRequest
): Promise<string> {
  const writes = request.tables.flatMap(({ name, writes: ofTable }) =>
    prepare(database, name, ofTable)
  )
  const set = createWriteSet(database)
  for (const { table, place, item } of writes) {
    addWrite(set, table, place, readStored({ get: database.journal.read }, table, place), item)
  }
  await commit(set)
  return toAnswer(
    { UnprocessedItems: '{}' },
    {
      ItemCollectionMetrics: allMetrics(request, writes),
      ConsumedCapacity: consumedCapacities(request.ReturnConsumedCapacity, set.usages)
    }
  )
}

function prepare(database: Database, name: string, requests: BatchWrite[]): Write[] {
  const table = database.catalogue.find(name)
  const writes = requests.map((request) => {
    const key = 'put' in request ? request.put : request.delete
    if ('put' in request) checkItem(table, request.put)
    else checkKey(table.key, key)
    const place = placeOf(table.key, key)
    return { table, name, place, key, item: 'put' in request ? request.put : undefined }
  })
  if (new Set(writes.map(({ place }) => place)).size < writes.length) {
    throw validationError('Provided list of item keys contains duplicates')
  }
  return writes
}

/** Keys that are missing or of a wrong type are told in words of their own here. */
function checkItem(table: Table, item: Item): void {
  for (const { name, type } of table.key.all) {
    const value = getAttribute(item, name)
    if (!value || typeOf(value) !== type) throw mismatch()
  }
  checkItemKeys(table, item)
}

function allMetrics(
  request: BatchWriteItemRequest,
  writes: { table: Table; name: string; key: Item }[]
): object | undefined {
  const metrics = byName<object[]>()
  for (const { table, name, key } of writes) {
    const one = collectionMetrics(request.ReturnItemCollectionMetrics, table, key)
    if (!one) continue
    metrics[name] ??= []
    metrics[name].push(one)
  }
  return Object.keys(metrics).length > 0 ? metrics : undefined
}
