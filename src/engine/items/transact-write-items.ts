import type { Database } from '../database.ts'
import { pathsOf } from '../expressions/condition.ts'
import type { Table } from '../tables/table.ts'
import type { TransactWrite, TransactWriteItemsRequest } from '../validation/requests.ts'
import type { Item } from '../values/attribute-value.ts'
import { byName, toAnswer } from './answer.ts'
import {
  consumedCapacities,
  itemReadUnits,
  type Usage,
  type Usages,
  usageOf,
  writeUnits
} from './capacity.ts'
import { checkItemKeys, checkKey } from './check-keys.ts'
import { checkKeyPaths } from './check-paths.ts'
import { collectionMetrics } from './collection-metrics.ts'
import { checkCondition } from './condition-failure.ts'
import { placeOf } from './place.ts'
import { sizeOf } from './record.ts'
import { readStored, type Stored } from './stored.ts'
import { findToken, tokenChanges, toToken } from './tokens.ts'
import { checkDistinct, checkTotal, runActions } from './transaction.ts'
import { changeItem, checkUpdate, UPDATE_TOO_LARGE } from './update.ts'
import { addWrite, commit, createWriteSet, type WriteSet } from './write-set.ts'

/** A transaction writes each item twice, says AWS: once to prepare and once to commit. */
const FACTOR = 2

interface Action {
  write: TransactWrite
  table: Table
  key: Item
}

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 * All is read, checked and handed to the journal in one turn of the event loop, which makes it
 * serialisable; its token goes into the same batch.
 */
export async function transactWriteItems(
  database: Database,
  request: TransactWriteItemsRequest
): Promise<string> {
  const { ClientRequestToken } = request
  const token = ClientRequestToken ? await toToken(ClientRequestToken, request.writes) : undefined
  const actions = request.writes.map((write) => ({
    write,
    table: database.catalogue.find(write.TableName),
    key: write.kind === 'Put' ? write.item : write.key
  }))
  runActions(actions, checkAction)
  const places = actions.map(({ table, key }) => placeOf(table.key, key))
  checkDistinct(places.map((place, index) => (actions[index] as Action).table.id + place))
  if (token && findToken(database, token)) {
    await database.journal.settled()
    return answer(request, actions, readAgain(database, actions, places))
  }
  const set = createWriteSet(database)
  try {
    addActions(set, actions, places)
  } catch (error) {
    await database.journal.settled()
    throw error
  }
  if (token) set.changes.push(...tokenChanges(database, token))
  await commit(set)
  for (const usage of set.usages.values()) double(usage)
  return answer(request, actions, set.usages)
}

function checkAction({ write, table, key }: Action): void {
  if (write.kind === 'Put') checkItemKeys(table, write.item)
  else checkKey(table.key, key)
  if (write.kind === 'Update') checkUpdate(table, write.update)
  if (write.condition) checkKeyPaths(table, pathsOf(write.condition))
}

function addActions(set: WriteSet, actions: Action[], places: string[]): void {
  const { journal } = set.database
  let bytes = 0
  let index = 0
  runActions(actions, ({ write, table }) => {
    const place = places[index++] as string
    const before = readStored({ get: journal.read }, table, place)
    checkCondition(write, before)
    bytes += addAction(set, write, table, place, before)
  })
  checkTotal(bytes)
}

/** Adds one action's write and returns how many bytes its item has. */
function addAction(
  set: WriteSet,
  write: TransactWrite,
  table: Table,
  place: string,
  before: Stored
): number {
  if (write.kind === 'ConditionCheck') {
    usageOf(set.usages, table).table += writeUnits(before.size, 0)
    return before.size
  }
  const after =
    write.kind === 'Put'
      ? write.item
      : write.kind === 'Update'
        ? changeItem(table, write.update, write.key, before.item())
        : undefined
  const tooLarge = write.kind === 'Update' ? UPDATE_TOO_LARGE : undefined
  const record = addWrite(set, table, place, before, after, tooLarge)
  return record === undefined ? before.size : sizeOf(record)
}

function double(usage: Usage): void {
  usage.table *= FACTOR
  for (const [index, units] of usage.indexes) usage.indexes.set(index, units * FACTOR)
}

/** A request that is repeated consumes what reading its items does. */
function readAgain(database: Database, actions: Action[], places: string[]): Usages {
  const usages: Usages = new Map()
  for (const [index, { table }] of actions.entries()) {
    const { size } = readStored(database.store, table, places[index] as string)
    usageOf(usages, table).table += FACTOR * itemReadUnits(size, true)
  }
  return usages
}

function answer(request: TransactWriteItemsRequest, actions: Action[], usages: Usages): string {
  const metrics = byName<object[]>()
  for (const { write, table, key } of actions) {
    if (write.kind === 'ConditionCheck') continue
    const one = collectionMetrics(request.ReturnItemCollectionMetrics, table, key)
    if (!one) continue
    metrics[table.name] ??= []
    metrics[table.name]?.push(one)
  }
  return toAnswer(
    {},
    {
      ItemCollectionMetrics: Object.keys(metrics).length > 0 ? metrics : undefined,
      ConsumedCapacity: consumedCapacities(request.ReturnConsumedCapacity, usages)
    }
  )
}
