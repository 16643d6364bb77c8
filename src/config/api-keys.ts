import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isTableName } from './readers.ts'

/** A key that x-api-key may be, and what it is for. */
export interface ApiKeyConfig {
  name: string | undefined
  /** In hexadecimal. */
  sha256: string
  /** undefined: every table that the service allows. */
  tables: ReadonlySet<string> | undefined
  /** undefined: every operation. */
  operations: ReadonlySet<string> | undefined
}

const SHA256 = /^[0-9a-f]{64}$/i
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
// What a header can carry, and arrives as it was sent.
const KEY = /^[!-~](?:[ -~]*[!-~])?$/

/** Reads an entry of API_KEYS: a key in the clear, or `sha256:` and its digest. No message repeats it. */
export function readApiKey(text: string): ApiKeyConfig {
  const digest = text.startsWith('sha256:') ? text.slice('sha256:'.length) : undefined
  const fault = digest !== undefined && expectDigest(digest)
  if (fault) throw new Error(`expected sha256: and ${fault}`)
  if (!KEY.test(text)) throw new Error('expected keys of printable ASCII characters')
  const sha256 = digest?.toLowerCase() ?? hash(text)
  return { name: undefined, sha256, tables: undefined, operations: undefined }
}

/**
 * Reads the file of API_KEYS_FILE: `[{ "name"?, "key" or "sha256", "tables"?, "operations"? }]`. Throws an
 * Error with a line for every fault, at its JSON Pointer; none repeats a key.
 */
export function readApiKeysFile(path: string, operations: readonly string[]): ApiKeyConfig[] {
  const entries = readJson(path)
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

function readJson(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new Error(`expected a file that can be read, got ${(error as Error).message}`)
  }
  try {
    return JSON.parse(text)
  } catch {
    // JSON.parse repeats what it could not read: a key, perhaps.
    throw new Error('expected JSON')
  }
}

type Check = (value: unknown, operations: readonly string[]) => string | undefined

const MEMBERS: Readonly<Record<string, Check>> = {
  name: (value) => expectText(value, /^[ -~]{1,64}$/, 'a name of 1 to 64 characters'),
  key: (value) => expectText(value, KEY, 'a key of printable ASCII characters'),
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
  // A member that is misspelled would bind the key to nothing.
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

/** A lost secret opens no door: `sha256sum` of an unset variable is the digest of the empty string. */
function expectDigest(value: unknown): string | undefined {
  if (typeof value === 'string' && value.toLowerCase() === EMPTY) {
    return 'the digest of a key, got that of the empty string'
  }
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
