import type { Database } from '../database.ts'
import { validationError } from '../errors.ts'
import type { Table } from '../tables/table.ts'
import type { BatchGetItemRequest } from '../validation/requests.ts'
import { byName, toAnswer } from './answer.ts'
import { consumedCapacities, itemReadUnits, type Usages, usageOf } from './capacity.ts'
import { checkKey } from './check-keys.ts'
import { checkKeyPaths } from './check-paths.ts'
import { projectedText } from './get-item.ts'
import { placeOf } from './place.ts'
import { readStored } from './stored.ts'

const MAX_ANSWER_BYTES = 16 * 1024 * 1024

type TableRequest = BatchGetItemRequest['tables'][number]

interface Get {
  request: TableRequest
  table: Table
  places: string[]
}

/**
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 * What is beyond 16 MB is left to be asked for again, as `input` asked for it.
 */
export function batchGetItem(
  database: Database,
  request: BatchGetItemRequest,
  input: unknown
): string {
  const gets = request.tables.map((tableRequest) => prepare(database, tableRequest))
  const usages: Usages = new Map()
  const unprocessed = byName<object>()
  const responses = byName<string>()
  let size = 0
  for (const { request: tableRequest, table, places } of gets) {
    const texts: string[] = []
    const left: unknown[] = []
    for (const [index, place] of places.entries()) {
      const stored = readStored(database.store, table, place)
      if (size + stored.size > MAX_ANSWER_BYTES) {
        left.push(tableRequest.keys[index])
        continue
      }
      size += stored.size
      usageOf(usages, table).table += itemReadUnits(stored.size, tableRequest.ConsistentRead)
      const text = projectedText(stored, tableRequest.projection)
      if (text !== undefined) texts.push(text)
    }
    responses[tableRequest.name] = `[${texts.join(',')}]`
    if (left.length > 0) {
      unprocessed[tableRequest.name] = { ...asAsked(input, tableRequest.name), Keys: left }
    }
  }
  return toAnswer(
    { Responses: toAnswer(responses), UnprocessedKeys: JSON.stringify(unprocessed) },
    { ConsumedCapacity: consumedCapacities(request.ReturnConsumedCapacity, usages) }
  )
}

function prepare(database: Database, request: TableRequest): Get {
  const table = database.catalogue.find(request.name)
  const places = request.keys.map((key) => {
    checkKey(table.key, key)
    return placeOf(table.key, key)
  })
  if (new Set(places).size < places.length) {
    throw validationError('Provided list of item keys contains duplicates')
  }
  if (request.projection) checkKeyPaths(table, request.projection.paths)
  return { request, table, places }
}

function asAsked(input: unknown, name: string): object {
  const { RequestItems } = input as { RequestItems: Record<string, object> }
  return RequestItems[name] as object
}
