import type { AttributeValue } from '../values/attribute-value.ts'
import { encodeKey } from '../values/encode-key.ts'
import type { Key } from './store.ts'

// Above every character of a key, so that it ends the range of all keys that begin alike.
export const AFTER = '\u0100'

/** The store's layout: what each kind of key begins with. */
export const PREFIX = {
  /** A table's record, by its name. */
  table: 'c',
  /** The items of a table or the entries of an index, by its id. */
  data: 'd',
  /** When the tokens of transactions end: a time, a token. */
  tokenEnd: 'e',
  /** An id whose data is to be removed. */
  garbage: 'g',
  /** How many items an id has, and of how many bytes. */
  count: 'n',
  /** The last id that was given away. */
  lastId: 'q',
  /** A transaction's token. */
  token: 't',
  /** When items of a table end: its id, a time, the item's place. */
  expiry: 'x'
} as const

const ID_LENGTH = 6
const HASH_LENGTH = 5
export const HASHES = 64 ** HASH_LENGTH
// In the order of their codes.
const DIGITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'

const END = '\0'

/** Writes an id so that ids are of one length and none is the beginning of another. */
export function formatId(id: number): string {
  return id.toString(36).padStart(ID_LENGTH, '0')
}

/** Where all keys of a kind and an id are: `[first, end)`. */
export function rangeOf(prefix: string, id: string): [Key, Key] {
  return [prefix + id, prefix + id + AFTER]
}

/** A key attribute's bytes as a string, a character for each. */
export function bytesOf(value: AttributeValue): string {
  if ('S' in value && isAscii(value.S)) return value.S
  return encodeKey(value).toString('latin1')
}

/**
 * Where a partition's items are, behind the prefix and id: the hash of the partition key, by which
 * a scan goes and its segments are cut, then the partition key itself behind its length, so that
 * none begins another.
 */
export function partitionPlace(value: AttributeValue): string {
  const bytes = bytesOf(value)
  return formatDigits(hash(bytes), HASH_LENGTH) + formatDigits(bytes.length, 2) + bytes
}

/** Where an item is in its partition: ends with a zero, and is in the order of the sort key. */
export function sortPlace(value: AttributeValue): string {
  return withoutZeros(bytesOf(value)) + END
}

/** What all places in a partition begin with whose sort key begins with this value. */
export function sortPlacePrefix(value: AttributeValue): string {
  return withoutZeros(bytesOf(value))
}

/** The first place of a hash in a scan, for a number from 0 to `HASHES`. */
export function hashPlace(first: number): string {
  return first >= HASHES ? AFTER : formatDigits(first, HASH_LENGTH)
}

/** Keeps the order and takes out the zeros, so that a zero can end a place. */
function withoutZeros(bytes: string): string {
  if (!bytes.includes('\0') && !bytes.includes('\x01')) return bytes
  return bytes.replaceAll('\x01', '\x01\x02').replaceAll('\0', '\x01\x01')
}

function formatDigits(value: number, length: number): string {
  let text = ''
  let rest = value
  for (let i = 0; i < length; i++) {
    text = DIGITS[rest & 63] + text
    rest >>>= 6
  }
  return text
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false
  return true
}

/**
 * FNV-1a with the finish of MurmurHash3, which spreads keys that differ in their last digit alone;
 * 30 bits.
 */
function hash(bytes: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < bytes.length; i++) h = Math.imul(h ^ bytes.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 2
}
