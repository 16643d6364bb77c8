import type { Database } from '../database.ts'
import type { Condition } from '../expressions/condition.ts'
import { evaluateCondition } from '../expressions/evaluate-condition.ts'
import { type Projection, project } from '../expressions/projection.ts'
import { PREFIX } from '../store/keys.ts'
import type { Cursor, Range, Snapshot } from '../store/store.ts'
import type { CapacityDetail, Select } from '../validation/requests.ts'
import { toAnswer } from './answer.ts'
import { addIndexUnits, consumedCapacity, createUsage, readUnits, type Usage } from './capacity.ts'
import { pick, placeOf, startKeyNames } from './place.ts'
import type { Source } from './read-source.ts'
import { type ItemRecord, itemOf, sizeOf, textOf } from './record.ts'

const MAX_PAGE_BYTES = 1024 * 1024

interface PageRequest {
  Select?: Select
  Limit?: number
  ConsistentRead?: boolean
  ReturnConsumedCapacity?: CapacityDetail
  filter?: Condition
  projection?: Projection
}

/**
 * Reads one page of a range and answers it: until `Limit` items are read or 1 MB of them, before
 * any filter. All of it is of one state of the store. Items that go out whole are not parsed.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
 */
export async function readPage(
  database: Database,
  source: Source,
  request: PageRequest,
  range: Range
): Promise<string> {
  const { Limit: limit } = request
  const bounds = limit === undefined ? range : { ...range, limit }
  const snapshot = source.isFetched ? database.store.snapshot() : undefined
  const cursor = (snapshot ?? database.store).open(bounds)
  try {
    const page = createPage(source, request, snapshot)
    await fill(page, cursor)
    return answerOf(page, source, request)
  } finally {
    cursor.close()
    snapshot?.close()
  }
}

interface Page {
  /**
   * The items one behind the other, as JSON: put together as they come, and copied once at the end.
   */
  items: string
  count: number
  scanned: number
  /** Bytes of the items themselves, and of the entries by which they were found. */
  bytes: number
  entryBytes: number
  fetchedUnits: number
  last: ItemRecord | undefined
  isFull: boolean
  add(record: ItemRecord): void
}

function createPage(source: Source, request: PageRequest, snapshot: Snapshot | undefined): Page {
  const { filter, projection, Limit = Number.POSITIVE_INFINITY } = request
  const isCount = request.Select === 'COUNT'
  const page: Page = {
    items: '',
    count: 0,
    scanned: 0,
    bytes: 0,
    entryBytes: 0,
    fetchedUnits: 0,
    last: undefined,
    isFull: false,
    add: (entry) => {
      const record = snapshot ? fetchItem(source, snapshot, entry) : entry
      const size = sizeOf(record)
      page.scanned++
      page.bytes += size
      if (snapshot) {
        page.entryBytes += sizeOf(entry)
        page.fetchedUnits += readUnits(size, request.ConsistentRead)
      }
      page.last = entry
      page.isFull = page.scanned >= Limit || page.bytes >= MAX_PAGE_BYTES
      const item = filter || projection ? itemOf(record) : undefined
      if (filter && !evaluateCondition(filter, item)) return
      page.count++
      if (isCount) return
      const text = projection && item ? JSON.stringify(project(projection, item)) : textOf(record)
      page.items += page.items === '' ? text : `,${text}`
    }
  }
  return page
}

/** The item of an index's entry: an index is changed with its table, so that it is there. */
function fetchItem({ table }: Source, snapshot: Snapshot, entry: ItemRecord): ItemRecord {
  const place = placeOf(table.key, itemOf(entry))
  return snapshot.get(PREFIX.data + table.id + place) as ItemRecord
}

async function fill(page: Page, cursor: Cursor): Promise<void> {
  for (;;) {
    const records = await cursor.next()
    if (records.length === 0) return
    for (const record of records) {
      page.add(record)
      if (page.isFull) return
    }
  }
}

function answerOf(page: Page, source: Source, request: PageRequest): string {
  const isMore = page.isFull && !source.isOneRow
  const last = isMore && page.last ? itemOf(page.last) : undefined
  return toAnswer(
    {
      Items: request.Select === 'COUNT' ? undefined : `[${page.items}]`,
      Count: String(page.count),
      ScannedCount: String(page.scanned)
    },
    {
      LastEvaluatedKey: last && pick(last, startKeyNames(source.table, source.index)),
      ConsumedCapacity: consumedCapacity(
        request.ReturnConsumedCapacity,
        source.table,
        usageOf(page, source, request.ConsistentRead)
      )
    }
  )
}

function usageOf(page: Page, { index }: Source, isConsistent: boolean | undefined): Usage {
  const usage = createUsage()
  if (index) {
    usage.table = page.fetchedUnits
    const bytes = page.fetchedUnits > 0 ? page.entryBytes : page.bytes
    usage.indexes.set(index, 0)
    addIndexUnits(usage, index, readUnits(bytes, isConsistent))
  } else usage.table = readUnits(page.bytes, isConsistent)
  return usage
}
