import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { Static } from '@sinclair/typebox'
import { toValue } from '../json/json-text.ts'
import type { Command, Output } from './database.ts'
import { ServiceError, toServiceError } from './errors.ts'
import { isOutOfTime, startNearEnd } from './near-end.ts'
import { type CallContext, onTable } from './operation.ts'
import { nextPage } from './pages.ts'
import type { CountPayload } from './payloads.ts'
import { addCapacity } from './sums.ts'
import { describe, type Fault } from './words.ts'

type Payload = Static<typeof CountPayload>

const SCAN_ALONE = ['Segment', 'TotalSegments', 'ScanFilter'] as const
const QUERY_ALONE = ['QueryFilter'] as const

const scan = onTable<object>(ScanCommand)
const query = onTable<object>(QueryCommand)

/** Makes the command that counts: a Query if the payload has a key condition, else a Scan. */
export function toCountCommand(payload: Payload, tableName: string): Command {
  const command = isQuery(payload) ? query : scan
  return command({ ...payload, Select: 'COUNT' }, tableName)
}

/** Returns a fault for a parameter of Query in a payload that is a Scan, or the other way round. */
export function findCountFault(payload: Payload): Fault | undefined {
  const isOfQuery = isQuery(payload)
  const name = (isOfQuery ? SCAN_ALONE : QUERY_ALONE).find((name) => Object.hasOwn(payload, name))
  if (!name) return undefined
  const expected = isOfQuery
    ? 'no such member: a count by KeyConditionExpression or KeyConditions is a Query'
    : 'no such member: a count without KeyConditionExpression or KeyConditions is a Scan'
  return { pointer: `/payload/${name}`, expected, got: describe(payload[name]) }
}

function isQuery(payload: Payload): boolean {
  return Object.hasOwn(payload, 'KeyConditionExpression') || Object.hasOwn(payload, 'KeyConditions')
}

/**
 * Counts through all pages. Resolves with the sum so far and its LastEvaluatedKey if the request's
 * time is nearly over. Rejects if a page fails before that; the details of the error then have the
 * sum so far.
 */
export async function countPages(
  { tableName, deadline, tally, send }: CallContext,
  payload: Payload
): Promise<Partial<Output>> {
  const near = startNearEnd(deadline)
  let sum: Sum | undefined
  try {
    for (let page: object | undefined = payload; page; page = nextPage(payload, sum)) {
      tally.pages++
      const command = toCountCommand(page, tableName)
      // The first page may use all of the time: without it there is no sum to answer.
      sum = add(sum, await send(command, sum && { deadline: near }))
    }
    return sum as Sum
  } catch (thrown) {
    if (!sum) throw thrown
    // The request itself is over, so no sum can be answered.
    deadline.signal.throwIfAborted()
    if (near.signal.aborted || isOutOfTime(thrown)) return sum
    throw withCount(toServiceError(thrown), sum)
  } finally {
    near.clear()
  }
}

interface Sum extends Output {
  Count: number
  ScannedCount: number
}

function add(sum: Sum | undefined, page: Output): Sum {
  return {
    ...page,
    Count: (sum?.Count ?? 0) + (page.Count as number),
    ScannedCount: (sum?.ScannedCount ?? 0) + (page.ScannedCount as number),
    ConsumedCapacity: addCapacity(sum?.ConsumedCapacity, page.ConsumedCapacity)
  }
}

function withCount(error: ServiceError, { Count, ScannedCount, LastEvaluatedKey }: Sum) {
  const counted = { Count, ScannedCount, LastEvaluatedKey: toValue(LastEvaluatedKey) }
  const details = { ...error.details, ...counted }
  return new ServiceError(error.errorType, error.message, { cause: error.cause, details })
}
