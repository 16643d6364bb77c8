import type { Database } from '../database.ts'
import type { Projection } from '../expressions/projection.ts'
import { project } from '../expressions/projection.ts'
import type { GetItemRequest } from '../validation/requests.ts'
import type { Item } from '../values/attribute-value.ts'
import { toAnswer } from './answer.ts'
import { consumedCapacity, itemReadUnits } from './capacity.ts'
import { checkKey } from './check-keys.ts'
import { checkKeyPaths } from './check-paths.ts'
import { placeOf } from './place.ts'
import { textOf } from './record.ts'
import { readStored, type Stored } from './stored.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html */
export function getItem(database: Database, request: GetItemRequest): string {
  const table = database.catalogue.find(request.TableName)
  checkKey(table.key, request.key)
  if (request.projection) checkKeyPaths(table, request.projection.paths)
  const stored = readStored(database.store, table, placeOf(table.key, request.key))
  const usage = { table: itemReadUnits(stored.size, request.ConsistentRead), indexes: new Map() }
  return toAnswer(
    { Item: projectedText(stored, request.projection) },
    { ConsumedCapacity: consumedCapacity(request.ReturnConsumedCapacity, table, usage) }
  )
}

/** A stored item, or the part of it that is asked for, as JSON; undefined where there is none. */
export function projectedText(
  stored: Stored,
  projection: Projection | undefined
): string | undefined {
  if (stored.record === undefined) return undefined
  if (!projection) return textOf(stored.record)
  return JSON.stringify(project(projection, stored.item() as Item))
}
