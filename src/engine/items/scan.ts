import type { Database } from '../database.ts'
import { validationError } from '../errors.ts'
import { AFTER, HASHES, hashPlace, PREFIX } from '../store/keys.ts'
import type { ScanRequest } from '../validation/requests.ts'
import { checkKeyPaths } from './check-paths.ts'
import { readPage } from './read-page.ts'
import { findIndex, pathsIn, type Source, toSource } from './read-source.ts'
import { checkStartKeySize, checkStartKeyTypes, startPlace } from './start-key.ts'

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export async function scan(database: Database, request: ScanRequest): Promise<string> {
  const table = database.catalogue.find(request.TableName)
  const index = findIndex(table, request)
  checkKeyPaths(table, pathsIn(request))
  const bare = { table, index, key: index?.key ?? table.key, isFetched: false }
  const last = checkStart(bare, request)
  const source = toSource(table, index, request)
  const prefix = PREFIX.data + (index ?? table).id
  const [from, to] = segmentOf(request)
  if (last !== undefined && (last < from || last >= to)) {
    throw validationError(
      'The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. ' +
        `TotalSegments: ${request.TotalSegments} Segment: ${request.Segment}`
    )
  }
  return readPage(database, source, request, {
    from: last === undefined ? prefix + from : `${prefix + last}\0`,
    to: prefix + to
  })
}

function checkStart(source: Source, { startKey }: ScanRequest): string | undefined {
  if (!startKey) return undefined
  checkStartKeySize(
    source,
    startKey,
    source.index
      ? undefined
      : 'The provided starting key is invalid: The provided key element does not match the schema'
  )
  if (source.index) checkStartKeyTypes(source, startKey)
  return startPlace(source, startKey)
}

/** A segment's part of all hashes, as the first place in it and the first behind it. */
function segmentOf({ Segment = 0, TotalSegments = 1 }: ScanRequest): [string, string] {
  if (TotalSegments === 1) return ['', AFTER]
  const first = (segment: number) => hashPlace(Math.ceil((HASHES * segment) / TotalSegments))
  return [first(Segment), first(Segment + 1)]
}
