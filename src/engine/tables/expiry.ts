import { PREFIX } from '../store/keys.ts'
import { getAttribute, type Item } from '../values/attribute-value.ts'
import type { Table } from './table.ts'

const TIME_LENGTH = 11
const MAX_SECONDS = 10 ** TIME_LENGTH - 1

/**
 * When an item ends, in whole seconds since 1970: its table's attribute for it, if this is such a
 * number.
 */
export function endOf(table: Table, item: Item): number | undefined {
  const { expiry } = table.record
  const value = expiry === undefined ? undefined : getAttribute(item, expiry)
  if (!value || !('N' in value)) return undefined
  const seconds = Math.floor(Number(value.N))
  return seconds >= 0 && seconds <= MAX_SECONDS ? seconds : undefined
}

/** Where it stands in the store when an item ends; the value there is the item's place. */
export function expiryKey(table: Table, item: Item, place: string): string | undefined {
  const end = endOf(table, item)
  return end === undefined ? undefined : expiryPrefix(table, end) + place
}

/** What all such keys for a second begin with. */
export function expiryPrefix(table: Table, seconds: number): string {
  const time = Math.min(Math.max(seconds, 0), MAX_SECONDS)
  return PREFIX.expiry + table.id + String(time).padStart(TIME_LENGTH, '0')
}
