import { parse } from '../../json/parse.ts'
import type { Format } from '../../operations/format.ts'
import type { Entry } from '../formats/entry.ts'
import type { Manager } from '../managers/manager.ts'
import { ManagerError } from '../managers/manager-error.ts'
import { createKeyReader } from './item-key.ts'
import type { Patience } from './patience.ts'
import type { Rate } from './rate.ts'
import type { KeyAttribute } from './table-facts.ts'

/**
 * Writes entries of one batch. Resolves when each is written or refused; rejects with what holds
 * for all.
 */
export type PutEntries = (entries: readonly Entry[]) => Promise<void>

export interface PutOptions {
  manager: Manager
  tableName: string
  /** Of the entries' items. */
  format: Format
  key: readonly KeyAttribute[] | undefined
  patience: Patience
  rate?: Rate | undefined
  /** Is told what was consumed, where that is asked for. */
  onUnits: (units: number) => void
  withUnits: boolean
  reject: (entry: Entry, reason: string) => Promise<void>
}

interface Answer {
  UnprocessedItems?: { Put?: Record<string, unknown>[] }
  ConsumedCapacity?: { CapacityUnits?: number }
}

/**
 * Makes what puts entries by batchWrite: what is left unprocessed again, and what is refused by
 * itself.
 */
export function createPut(options: PutOptions): PutEntries {
  const { manager, tableName, format, patience, reject } = options
  const readKey = createKeyReader(options.key)

  async function put(entries: readonly Entry[]): Promise<void> {
    let left = entries
    while (left.length > 0) {
      try {
        const unprocessed = await send(left)
        if (unprocessed.length < left.length) patience.succeed()
        else await patience.wait(new ManagerError('ThrottlingException', LEFT))
        left = unprocessed
      } catch (error) {
        if (!(error instanceof ManagerError)) throw error
        if (!error.isPassing) return refuse(left, error)
        await patience.wait(error)
      }
    }
  }

  /** Sends a batch once; resolves with what is left of it. */
  async function send(entries: readonly Entry[]): Promise<readonly Entry[]> {
    const Put = entries.map(({ item }) => item)
    const text = await paced(options, (others) =>
      manager.call({ operation: 'batchWrite', tableName, format, payload: { Put, ...others } })
    )
    // What nobody looks at is not parsed.
    if (!text.includes('"UnprocessedItems"')) return []
    const { UnprocessedItems } = parse(text) as Answer
    const items = UnprocessedItems?.Put ?? []
    const keys = new Set(items.map((item) => keyOf(item)))
    // Without keys all are sent again: a put that is repeated is the same put.
    return keys.has(undefined)
      ? entries
      : entries.filter((entry) => keys.has(keyOf(entry.item as Record<string, unknown>)))
  }

  function keyOf(item: Record<string, unknown>): string | undefined {
    return readKey({ place: NOWHERE, text: '', item })
  }

  /** Finds which of some entries were refused, and writes the others. */
  async function refuse(entries: readonly Entry[], error: ManagerError): Promise<void> {
    const { index, message } = readPlace(error)
    const [first] = entries
    if (index !== undefined && index < entries.length) {
      await reject(entries[index] as Entry, message)
      return put(entries.toSpliced(index, 1))
    }
    if (error.isGeneral) throw error
    if (first && entries.length === 1) return reject(first, error.message)
    const middle = Math.ceil(entries.length / 2)
    await put(entries.slice(0, middle))
    await put(entries.slice(middle))
  }

  return put
}

/**
 * Makes what puts entries one by one, if there is none of their keys; `onPresent` is told of each
 * that is there.
 */
export function createPutIfAbsent(options: PutOptions, onPresent: () => void): PutEntries {
  const { manager, tableName, format, patience, reject, key = [] } = options
  const condition = {
    ConditionExpression: 'attribute_not_exists(#key)',
    ExpressionAttributeNames: { '#key': key[0]?.name }
  }

  async function put(entry: Entry): Promise<void> {
    try {
      await patience.run(() =>
        paced(options, (others) => {
          const payload = { Item: entry.item, ...condition, ...others }
          return manager.call({ operation: 'create', tableName, format, payload })
        })
      )
    } catch (error) {
      if (!(error instanceof ManagerError)) throw error
      if (error.errorType === 'ConditionalCheckFailedException') return onPresent()
      const { index, message } = readPlace(error)
      if (index === undefined && (error.isGeneral || error.isPassing)) throw error
      await reject(entry, message)
    }
  }

  return async (entries) => {
    await Promise.all(entries.map(put))
  }
}

const LEFT = 'DynamoDB leaves all items unprocessed'
const NOWHERE = { file: '', line: 0 }
const UNITS = /"CapacityUnits":([\d.eE+-]+)/

/** Makes a call at the rate that is allowed, and tells what it consumed. */
async function paced(
  { rate, withUnits, onUnits }: PutOptions,
  call: (others: object) => Promise<string>
): Promise<string> {
  const expected = await rate?.ready()
  const text = await call(withUnits || rate ? { ReturnConsumedCapacity: 'TOTAL' } : {})
  const units = Number(UNITS.exec(text)?.[1] ?? 0)
  rate?.settle(units, expected ?? 0)
  if (units > 0) onUnits(units)
  return text
}

/**
 * Where in its batch a refused item is, if the refusal says so: `/payload/Put/3/price: expected …`.
 */
function readPlace({ message }: ManagerError): { index?: number; message: string } {
  const [, index, rest] = /^\/payload\/(?:Put\/(\d+)|Item)(.*)$/s.exec(message) ?? []
  if (rest === undefined) return { message }
  return { index: Number(index ?? 0), message: rest.startsWith(':') ? `the item${rest}` : rest }
}
