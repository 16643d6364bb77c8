import { createHash, timingSafeEqual } from 'node:crypto'
import type { Grant } from '../operations/envelope.ts'

/** One key that opens the door, and what for. */
export interface ApiKey extends Grant {
  /** What the log calls its holder. */
  name?: string | undefined
  /** The key's SHA-256, in hexadecimal: the key itself is kept nowhere. */
  sha256: string
}

/**
 * Makes the search for the key that `x-api-key` is; it takes the same time for any wrong one. No header, or an
 * empty one, is no key: not even where the digest of the empty string is among them.
 */
export function createKeyFinder(keys: readonly ApiKey[]): (given: unknown) => ApiKey | undefined {
  const ring = keys.map((key) => ({ key, digest: Buffer.from(key.sha256, 'hex') }))
  return (given) => {
    if (typeof given !== 'string' || given === '') return undefined
    const digest = createHash('sha256').update(given).digest()
    // Every key is compared: the time says nothing of which one matched.
    return ring.filter((known) => timingSafeEqual(known.digest, digest))[0]?.key
  }
}
