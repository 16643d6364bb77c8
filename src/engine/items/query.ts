import type { Database } from '../database.ts'
import { validationError } from '../errors.ts'
import { attributesOf } from '../expressions/condition.ts'
import { bindKeyExpression, type KeyCondition } from '../expressions/key-condition.ts'
import { PREFIX } from '../store/keys.ts'
import type { Range } from '../store/store.ts'
import type { QueryRequest } from '../validation/requests.ts'
import { getAttribute, type Item } from '../values/attribute-value.ts'
import { equalValues } from '../values/compare.ts'
import { checkKeyPaths } from './check-paths.ts'
import { checkConditionValues, holdsForSort, partitionRange } from './key-range.ts'
import { readPage } from './read-page.ts'
import { checkFiltered, findIndex, type Source, toSource } from './read-source.ts'
import { checkStartKeySize, checkStartKeyTypes, startPlace } from './start-key.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export async function query(database: Database, request: QueryRequest): Promise<string> {
  const table = database.catalogue.find(request.TableName)
  const index = findIndex(table, request)
  const { keySchema } = index?.record ?? table.record
  const key = index?.key ?? table.key
  const bare = { table, index, key, isFetched: false }
  const { startKey } = request
  if (startKey) checkStartKeySize(bare, startKey)
  if (startKey) checkStartKeyTypes(bare, startKey)
  const condition = bindKeyExpression(request.keyExpression, keySchema, table.record.definitions)
  checkConditionValues(bare, condition)
  const last = startKey && startPlace(bare, startKey)
  if (startKey) checkWithin(bare, condition, startKey)
  checkKeyPaths(table, request.projection?.paths ?? [])
  checkFilter(request, bare)
  checkFiltered(index, request.filter)
  const isOneRow = !index && !table.key.range
  const source = { ...toSource(table, index, request), isOneRow }
  const range = partitionRange(PREFIX.data + (index ?? table).id, condition)
  return readPage(database, source, request, after(range, source, last, request))
}

/** What of a range is behind the item at which the page before ended. */
function after(
  range: Range,
  { table, index }: Source,
  last: string | undefined,
  { ScanIndexForward }: QueryRequest
): Range {
  const isReverse = ScanIndexForward === false
  if (last === undefined) return { ...range, isReverse }
  const at = PREFIX.data + (index ?? table).id + last
  // The next key that there can be.
  return isReverse ? { ...range, to: at, isReverse } : { ...range, from: `${at}\0` }
}

function checkWithin({ key }: Source, condition: KeyCondition, startKey: Item): void {
  const hash = getAttribute(startKey, key.hash.name)
  const isSame = hash !== undefined && equalValues(hash, condition.partition)
  if (!condition.sort || !key.range) {
    if (isSame) return
    throw validationError(
      'The provided starting key is outside query boundaries based on provided conditions'
    )
  }
  const range = getAttribute(startKey, key.range.name)
  if (!range || !holdsForSort(condition.sort, range)) {
    throw validationError('The provided starting key does not match the range key predicate')
  }
  if (!isSame) {
    throw validationError('The query can return at most one row and cannot be restarted')
  }
}

function checkFilter(
  { filter, filterName = 'Filter Expression' }: QueryRequest,
  { key }: Source
): void {
  if (!filter) return
  const names = attributesOf(filter)
  for (const { name } of key.all) {
    if (!names.has(name)) continue
    throw validationError(
      `${filterName} can only contain non-primary key attributes: Primary key attribute: ${name}`
    )
  }
}
