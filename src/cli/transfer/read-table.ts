import { parse } from '../../json/parse.ts'
import { startOfLastLine } from '../managers/lines.ts'
import type { Envelope, Key, Manager, Page, StreamEnd } from '../managers/manager.ts'
import { ManagerError } from '../managers/manager-error.ts'
import type { Patience } from './patience.ts'
import type { Rate } from './rate.ts'

export interface ReadOptions {
  tableName: string
  /**
   * The parameters of Scan, or of Query if there is a KeyConditionExpression; values as DynamoDB
   * has them.
   */
  payload: Record<string, unknown>
  /** Goes on behind it. */
  startKey?: Key | undefined
  /** The attributes of a start key; undefined: they are not known. */
  keyNames?: readonly string[] | undefined
  patience: Patience
  rate?: Rate | undefined
  /** Capacity is asked for. */
  withUnits: boolean
}

/**
 * Reads all pages of a table, an index or a part of them, each item once. Goes on where a stream
 * ended or was cut; `lastKey` of a page is where to go on behind it.
 */
export async function* readTable(manager: Manager, options: ReadOptions): AsyncGenerator<Page> {
  const { patience, keyNames } = options
  let startKey = options.startKey
  for (;;) {
    let isPlaceKnown = true
    const stream = open(manager, options, startKey)
    try {
      let next = await stream.next()
      for (; !next.done; next = await stream.next()) {
        patience.succeed()
        const page = next.value
        const lastKey = page.lastKey ?? lastKeyOf(page.lines, keyNames)
        if (lastKey) startKey = lastKey
        else if (page.lines.length > 0) isPlaceKnown = false
        yield { ...page, lastKey }
      }
      if (next.value.LastEvaluatedKey === undefined) return
      startKey = next.value.LastEvaluatedKey
    } catch (error) {
      if (error instanceof ManagerError && error.facts.lastKey) startKey = error.facts.lastKey
      else if (!isPlaceKnown) throw error
      await patience.wait(error)
    } finally {
      // Whoever takes no more pages ends the calls.
      await stream.return(NOTHING)
    }
  }
}

const NOTHING: StreamEnd = { Count: 0, ScannedCount: 0 }

function open(
  manager: Manager,
  options: ReadOptions,
  startKey: Key | undefined
): AsyncGenerator<Page, StreamEnd> {
  const { tableName, payload, withUnits, rate } = options
  const envelope: Envelope = {
    operation: payload.KeyConditionExpression === undefined ? 'list' : 'query',
    tableName,
    format: 'dynamodb',
    payload: {
      ...payload,
      ...(withUnits || rate ? { ReturnConsumedCapacity: 'TOTAL' } : {}),
      ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey })
    }
  }
  return rate ? readSlowly(manager, envelope, rate) : manager.lines(envelope)
}

const FIRST_LIMIT = 50
const MAX_LIMIT = 100_000

interface Answer extends StreamEnd {
  Items?: unknown[]
}

/**
 * Reads page by page, each of about what a second allows: a stream would tell its units too late.
 */
async function* readSlowly(
  manager: Manager,
  envelope: Envelope,
  rate: Rate
): AsyncGenerator<Page, StreamEnd> {
  const payload = envelope.payload as Record<string, unknown>
  let Limit = FIRST_LIMIT
  let startKey: unknown = payload.ExclusiveStartKey
  for (;;) {
    const expected = await rate.ready()
    const ExclusiveStartKey = startKey === undefined ? {} : { ExclusiveStartKey: startKey }
    const asked = { ...envelope, payload: { ...payload, ...ExclusiveStartKey, Limit } }
    const answer = JSON.parse(await manager.call(asked)) as Answer
    const { Items = [], LastEvaluatedKey, ScannedCount, ConsumedCapacity } = answer
    const units = ConsumedCapacity?.CapacityUnits ?? 0
    rate.settle(units, expected)
    if (units > 0) Limit = limitFor((ScannedCount / units) * rate.perSecond)
    const lines = Items.map((Item) => `${JSON.stringify({ Item })}\n`).join('')
    yield { lines: Buffer.from(lines), lastKey: LastEvaluatedKey, units }
    if (LastEvaluatedKey === undefined) return answer
    startKey = LastEvaluatedKey
  }
}

function limitFor(items: number): number {
  return Math.max(1, Math.min(MAX_LIMIT, Math.floor(items)))
}

/** The key of the last item of some lines, which is where they end. */
function lastKeyOf(lines: Buffer, keyNames: readonly string[] | undefined): Key | undefined {
  if (!keyNames || lines.length === 0) return undefined
  const { Item } = parse(lines.toString('utf8', startOfLastLine(lines))) as { Item: Key }
  return Object.fromEntries(keyNames.map((name) => [name, Item[name]]))
}
