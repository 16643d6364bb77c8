import { invalidParameters, validationError } from '../errors.ts'
import { attributesOf, type Condition, pathsOf } from '../expressions/condition.ts'
import type { Projection } from '../expressions/projection.ts'
import type { Index, KeyShape, Table } from '../tables/table.ts'
import type { Select } from '../validation/requests.ts'
import { checkKeyPaths } from './check-paths.ts'

interface Reading {
  IndexName?: string
  Select?: Select
  ConsistentRead?: boolean
  filter?: Condition
  projection?: Projection
}

/** What a Query or a Scan reads: a table or one of its indexes. */
export interface Source {
  table: Table
  index: Index | undefined
  key: KeyShape
  /** Each entry of the index only tells where the item is that is asked for. */
  isFetched: boolean
  /** There can be no second row, so that no page follows. */
  isOneRow?: boolean
}

/**
 * Finds the index that a request names. Throws AWS's errors if there is none or it cannot be read
 * so.
 */
export function findIndex(table: Table, { IndexName, ConsistentRead }: Reading): Index | undefined {
  if (IndexName === undefined) return undefined
  const index = table.indexes.find(({ name }) => name === IndexName)
  if (!index) {
    throw validationError(`The table does not have the specified index: ${IndexName}`)
  }
  if (index.isGlobal && ConsistentRead) {
    throw validationError('Consistent reads are not supported on global secondary indexes')
  }
  if (index.record.isCreating) {
    throw validationError(`Cannot read from backfilling global secondary index: ${IndexName}`)
  }
  return index
}

/** Throws where all attributes are asked of a global index that has not all. */
export function checkSelect(index: Index | undefined, select: Select | undefined): void {
  if (index?.isGlobal && select === 'ALL_ATTRIBUTES' && index.projected) {
    throw invalidParameters(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`
    )
  }
}

/**
 * Checks what a request asks for against what its table or index has. Throws AWS's
 * ValidationException.
 */
export function toSource(table: Table, index: Index | undefined, request: Reading): Source {
  const { filter, projection, Select } = request
  checkSelect(index, Select)
  if (filter) checkKeyPaths(table, pathsOf(filter))
  const missing = missingOf(index, projection?.paths.map(([name]) => name) ?? [])
  if (index?.isGlobal && missing.length > 0) {
    throw invalidParameters(
      `Global secondary index ${index.name} does not project [${missing.join(', ')}]`
    )
  }
  const isAll = Select === 'ALL_ATTRIBUTES' && index?.projected !== undefined
  return { table, index, key: index?.key ?? table.key, isFetched: isAll || missing.length > 0 }
}

/**
 * Throws where a filter reads what an index does not project, which AWS refuses in a Query alone.
 */
export function checkFiltered(index: Index | undefined, filter: Condition | undefined): void {
  const missing = missingOf(index, filter ? attributesOf(filter) : [])
  if (!index || missing.length === 0) return
  throw invalidParameters(
    `Secondary index ${index.name} does not project one or more filter attributes: [${missing.join(', ')}]`
  )
}

function missingOf(index: Index | undefined, names: Iterable<string>): string[] {
  const projected = index?.projected
  return projected ? [...new Set(names)].filter((name) => !projected.has(name)) : []
}
