import { createHash, timingSafeEqual } from 'node:crypto'
import type { Grant } from '../operations/envelope.ts'

/** An API key that is accepted, and what its holder may do. */
export interface ApiKey extends Grant {
  /** The name by which the log calls the key's holder. */
  name?: string | undefined
  /** The key's SHA-256 in hexadecimal; the key itself is never stored. */
  sha256: string
}

/**
 * Makes the function that finds the key for a value of the header `x-api-key`; it takes the same
 * time for every wrong value. A missing or empty header never matches, not even if a key's digest
 * is that of the empty string.
 */
export function createKeyFinder(keys: readonly ApiKey[]): (given: unknown) => ApiKey | undefined {
  const ring = keys.map((key) => ({ key, digest: Buffer.from(key.sha256, 'hex') }))
  return (given) => {
    if (typeof given !== 'string' || given === '') return undefined
    const digest = createHash('sha256').update(given).digest()
    // All keys are compared, so that the time does not show which one matched.
    return ring.filter((known) => timingSafeEqual(known.digest, digest))[0]?.key
  }
}
