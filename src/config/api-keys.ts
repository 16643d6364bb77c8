import { createHash } from 'node:crypto'
import { readJsonFile } from './json-file.ts'
import type { Known } from './known.ts'
import { readPath } from './paths.ts'
import { isTableName, readList } from './readers.ts'

/** An API key: what `x-api-key` may be, and what it allows. */
export interface ApiKeyConfig {
  name: string | undefined
  /** The SHA-256 of the key, in hexadecimal. */
  sha256: string
  /** undefined: every table that the service allows. */
  tables: ReadonlySet<string> | undefined
  /** undefined: every operation. */
  operations: ReadonlySet<string> | undefined
}

const SHA256 = /^[0-9a-f]{64}$/i
/** Digests that show that a secret got lost, with what was left of it. */
const LOST: ReadonlyMap<unknown, string> = new Map([
  ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'the empty string'],
  ['01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b', 'an empty line']
])
const UNBOUND = { name: undefined, tables: undefined, operations: undefined }
// Matches what a header can carry and delivers unchanged.
const KEY = /^[!-~](?:[ -~]*[!-~])?$/
const QUOTED = /^["'`]|["'`]$/
const DIGEST = /^(?:sha-?\d+|md5)[:=]/i
const PREFIX = /^sha256:/i

/**
 * Reads API_KEYS: keys in the clear or as `sha256:` and a digest, separated by commas. No message
 * repeats a key.
 */
export function readApiKeys(text: string): ApiKeyConfig[] {
  return readList(text).map(readApiKey)
}

function readApiKey(text: string): ApiKeyConfig {
  if (QUOTED.test(text)) {
    throw new Error('expected keys without quotes around them, which --env-file of Docker keeps')
  }
  if (text.includes(' #')) {
    throw new Error('expected keys without a comment behind them, which --env-file of Docker keeps')
  }
  if (!KEY.test(text)) throw new Error('expected keys of printable ASCII characters')
  if (!DIGEST.test(text)) return { ...UNBOUND, sha256: hash(text) }
  const digest = text.replace(PREFIX, '')
  const fault = expectDigest(digest)
  if (fault) throw new Error(`expected sha256: and ${fault}`)
  return { ...UNBOUND, sha256: digest.toLowerCase() }
}

/**
 * Reads the file of API_KEYS_FILE: `[{ "name"?, "key" or "sha256", "tables"?, "operations"? }]`.
 * Throws an Error with one line for each fault, which begins with its JSON Pointer; no line repeats
 * a key.
 */
export function readApiKeysFile(path: string, { operations }: Known): ApiKeyConfig[] {
  const entries = readJsonFile(readPath(path))
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new Error('expected an array of at least one key')
  }
  const faults = entries.flatMap((entry, index) => findFaults(entry, `/${index}`, operations))
  if (faults.length > 0) throw new Error(faults.join('\n'))
  const keys = entries.map(toApiKey)
  const digests = keys.map(({ sha256 }) => sha256)
  const twice = digests.findIndex((digest, index) => digests.indexOf(digest) < index)
  if (twice !== -1) throw new Error(`/${twice}: expected another key than those before it`)
  return keys
}

type Check = (value: unknown, operations: readonly string[]) => string | undefined

const MEMBERS: Readonly<Record<string, Check>> = {
  name: (value) => expectText(value, /^[ -~]{1,64}$/, 'a name of 1 to 64 characters'),
  key: expectKey,
  sha256: expectDigest,
  tables: (value) => expectList(value, isTableName, 'at least one table name in an array'),
  operations: (value, known) =>
    expectList(value, (name) => known.includes(name), `an array of ${known.join(', ')}`)
}

function findFaults(entry: unknown, pointer: string, operations: readonly string[]): string[] {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return [`${pointer}: expected an object`]
  }
  const faults: string[] = []
  // A misspelled member must be refused: ignored, it would leave the key without its bounds.
  for (const [member, value] of Object.entries(entry)) {
    const check = Object.hasOwn(MEMBERS, member) ? MEMBERS[member] : undefined
    const expected = check ? check(value, operations) : `one of ${Object.keys(MEMBERS).join(', ')}`
    if (expected) faults.push(`${pointer}/${member}: expected ${expected}`)
  }
  if (Object.hasOwn(entry, 'key') === Object.hasOwn(entry, 'sha256')) {
    faults.push(`${pointer}: expected either key or sha256`)
  }
  return faults
}

function expectText(value: unknown, pattern: RegExp, what: string): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? undefined : what
}

function expectKey(value: unknown): string | undefined {
  if (typeof value === 'string' && QUOTED.test(value)) return 'a key without quotes around it'
  if (typeof value === 'string' && DIGEST.test(value))
    return 'a key in the clear; the member of a digest is sha256'
  return expectText(value, KEY, 'a key of printable ASCII characters')
}

/**
 * Says what is expected if a digest is malformed, or is that of a lost secret: even an unset
 * variable has a digest.
 */
function expectDigest(value: unknown): string | undefined {
  const lost = LOST.get(typeof value === 'string' ? value.toLowerCase() : value)
  if (lost !== undefined) return `the digest of a key, got that of ${lost}`
  return expectText(value, SHA256, '64 hexadecimal digits')
}

function expectList(
  value: unknown,
  isKnown: (name: string) => boolean,
  what: string
): string | undefined {
  const isList = Array.isArray(value) && value.length > 0
  return isList && value.every((name) => typeof name === 'string' && isKnown(name))
    ? undefined
    : what
}

interface Entry {
  name?: string
  key?: string
  sha256?: string
  tables?: string[]
  operations?: string[]
}

function toApiKey({ name, key, sha256 = '', tables, operations }: Entry): ApiKeyConfig {
  return {
    name,
    sha256: key === undefined ? sha256.toLowerCase() : hash(key),
    tables: tables && new Set(tables),
    operations: operations && new Set(operations)
  }
}

function hash(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
