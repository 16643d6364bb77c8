import { isIP } from 'node:net'
import type { Known } from './known.ts'
import { TABLE_NAME } from './table-name.ts'

// A reader converts a variable's text to a value, or throws an Error that says what was expected.

export interface KeyAttribute {
  name: string
  type: 'S' | 'N' | 'B'
}

/** The bits of an address, by the version that isIP of node:net returns. */
const BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 }

/** Says whether a text is a table's name by DynamoDB's rules; an ARN is not. */
export function isTableName(text: string): boolean {
  return TABLE_NAME.test(text)
}

/** Makes a reader that accepts one of these words. */
export function oneOf<T extends string>(...values: readonly T[]): (text: string) => T {
  return (text) => {
    const found = values.find((value) => value === text)
    if (found === undefined) throw expected(`one of ${values.join(', ')}`, text)
    return found
  }
}

/** Makes a reader that accepts a whole number from `least` to `most`. */
export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (!(number >= least && number <= most)) {
      throw expected(`a whole number from ${least} to ${most}`, text)
    }
    return number
  }
}

/** Reads an address or a host name to listen on. */
export function readHost(text: string): string {
  if (!/^[\w.:%-]+$/.test(text))
    throw expected('an address such as 127.0.0.1, :: or localhost', text)
  return text
}

/** Reads an http or https URL, and returns it unchanged. */
export function readUrl(text: string): string {
  const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
  if (!isHttp) throw expected('an http or https URL', text)
  return text
}

/** Reads the name of a table. */
export function readTableName(text: string): string {
  if (!isTableName(text)) throw expected('a table name (3 to 255 letters, digits, _ . -)', text)
  return text
}

/**
 * Reads one or two `name:type`, separated by a comma: the partition key's attribute, then the sort
 * key's.
 */
export function readTableKey(text: string): KeyAttribute[] {
  const key = readList(text).map((part) => {
    const [, name, type] = /^([^:]{1,255}):([SNB])$/.exec(part) ?? []
    if (!name || !type) throw expected('name:S or name:N, and at most two of them', text)
    if (type === 'B')
      throw expected('name:S or name:N (TABLES_FILE takes binary keys, for format dynamodb)', text)
    return { name, type: type as KeyAttribute['type'] }
  })
  if (key.length > 2 || key[0]?.name === key[1]?.name) {
    throw expected('one attribute, or two different ones', text)
  }
  return key
}

/** Reads names of tables separated by commas; `*` means every table and returns undefined. */
export function readAllowedTables(text: string): ReadonlySet<string> | undefined {
  return text.trim() === '*' ? undefined : new Set(readList(text).map(readTableName))
}

/**
 * Reads names of operations separated by commas; `*` means every operation and returns undefined.
 */
export function readAllowedOperations(
  text: string,
  { operations }: Known
): ReadonlySet<string> | undefined {
  if (text.trim() === '*') return undefined
  const names = readList(text)
  const unknown = names.find((name) => !operations.includes(name))
  if (unknown !== undefined) throw expected(`* or some of ${operations.join(', ')}`, unknown)
  return new Set(names)
}

/** Reads entries separated by commas, and trims them; none may be empty. */
export function readList(text: string): string[] {
  const entries = text.split(',').map((entry) => entry.trim())
  if (entries.includes('')) throw new Error('expected entries between the commas, got an empty one')
  return entries
}

/** Reads origins as browsers send them, or `*`: https://fetch.spec.whatwg.org/#origin-header */
export function readOrigins(text: string): string[] {
  const origins = readList(text)
  for (const origin of origins) {
    const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin
    // A host that contains a star is a valid URL, but would never match.
    if (origin !== '*' && (!isOrigin || origin.includes('*'))) {
      throw expected('origins such as https://example.com, or *', origin)
    }
  }
  return origins
}

/**
 * Reads addresses of proxies, or ranges of them in CIDR notation. A range of all addresses is
 * refused, because any client could then claim to be another.
 */
export function readProxies(text: string): string[] {
  const proxies = readList(text)
  for (const proxy of proxies) {
    const [, address = '', bits = '1'] = /^([^/%]+)(?:\/([1-9]\d*))?$/.exec(proxy) ?? []
    const mostBits = BITS[isIP(address)] ?? 0
    if (Number(bits) > mostBits) {
      throw expected('addresses such as 10.0.0.5, or ranges such as 10.0.0.0/8', proxy)
    }
  }
  return proxies
}

/** Reads the name of an API Gateway stage. */
export function readStage(text: string): string {
  if (!/^[\w-]{1,128}$/.test(text)) throw expected('letters, digits, _ and -', text)
  return text
}

function expected(what: string, text: string): Error {
  return new Error(`expected ${what}, got ${JSON.stringify(text)}`)
}
