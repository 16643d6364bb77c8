import type { Database } from '../database.ts'
import { validationError } from '../errors.ts'
import { AFTER, HASHES, hashPlace, PREFIX } from '../store/keys.ts'
import type { ScanRequest } from '../validation/requests.ts'
import type { Item } from '../values/attribute-value.ts'
import { mismatch } from './check-keys.ts'
import { checkKeyPaths } from './check-paths.ts'
import { readPage } from './read-page.ts'
import { checkSelect, findIndex, type Source, toSource } from './read-source.ts'
import { checkStartKeySize, checkStartKeyTypes, INVALID, startPlace } from './start-key.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export async function scan(database: Database, request: ScanRequest): Promise<string> {
  const table = database.catalogue.find(request.TableName)
  const index = findIndex(table, request)
  const bare = { table, index, key: index?.key ?? table.key, isFetched: false }
  const { startKey } = request
  if (startKey) checkStartKey(bare, startKey)
  checkSelect(index, request.Select)
  const segment = segmentOf(request)
  const last = startKey && startPlace(bare, startKey)
  if (last !== undefined) checkWithin(segment, last, request)
  checkKeyPaths(table, request.projection?.paths ?? [])
  const source = toSource(table, index, request)
  const prefix = PREFIX.data + (index ?? table).id
  return readPage(database, source, request, {
    from: last === undefined ? prefix + segment.from : `${prefix + last}\0`,
    to: prefix + segment.to
  })
}

function checkStartKey(source: Source, startKey: Item): void {
  const isIndex = source.index !== undefined
  checkStartKeySize(source, startKey, isIndex ? undefined : `${INVALID}: ${mismatch().message}`)
  if (isIndex) checkStartKeyTypes(source, startKey)
}

function checkWithin(segment: Segment, last: string, request: ScanRequest): void {
  if (last >= segment.from && last < segment.to) return
  throw validationError(
    `${INVALID}: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. ` +
      `TotalSegments: ${request.TotalSegments} Segment: ${request.Segment}`
  )
}

/** A segment's part of all hashes: the first place in it and the first behind it. */
interface Segment {
  from: string
  to: string
}

function segmentOf({ Segment = 0, TotalSegments = 1 }: ScanRequest): Segment {
  if (TotalSegments === 1) return { from: '', to: AFTER }
  const first = (segment: number) => hashPlace(Math.ceil((HASHES * segment) / TotalSegments))
  return { from: first(Segment), to: first(Segment + 1) }
}
