import { createHash, timingSafeEqual } from 'node:crypto'

/** Makes a check of `x-api-key` that takes the same time for any wrong key. */
export function createKeyCheck(keys: readonly string[]): (key: unknown) => boolean {
  const digests = keys.map(digest)
  return (key) => {
    const given = digest(typeof key === 'string' ? key : '')
    // Every key is compared: the time says nothing of which one matched.
    return digests.filter((known) => timingSafeEqual(known, given)).length > 0
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
