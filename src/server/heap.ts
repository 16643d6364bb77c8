import { getHeapStatistics } from 'node:v8'

const MIB = 1024 * 1024
/**
 * How many bytes of V8's heap the service needs for itself, including its part of the young
 * generation. Measured in a container of 128 MB: with 48 MiB here, 32 bodies of 1 MB at once took
 * up to 109 MB of memory; with 54 MiB they take 85 MB, and a body of 2 MB still fits.
 */
const SERVICE_HEAP = 54 * MIB
const MAX_SEMI_SPACE = /--max[-_]semi[-_]space[-_]size[= ](\d+)/g
// V8's default in MiB, as observed in Node 20 and 22 (V8 11.3 and 12.4), and in Node 24 (V8 13.6).
const DEFAULT_SEMI_SPACE = Number.parseInt(process.versions.v8, 10) < 13 ? 16 : 64

/**
 * Computes how many bytes of V8's heap bodies may use: its limit, less what the service itself
 * needs or the young generation takes, whichever is more. The young generation counts toward the
 * limit but never holds large objects. Bodies get at least a quarter of the limit, however small
 * that is.
 */
export function heapForBodies(): number {
  const { heap_size_limit: limit } = getHeapStatistics()
  return Math.max(limit - Math.max(SERVICE_HEAP, youngGeneration()), limit / 4)
}

/**
 * Computes the bytes of V8's young generation, which is three semi-spaces:
 * https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib
 */
function youngGeneration(): number {
  const flags = [process.env.NODE_OPTIONS, ...process.execArgv].join(' ')
  // If the flag is given more than once, the last one counts.
  const given = [...flags.matchAll(MAX_SEMI_SPACE)].at(-1)?.[1]
  return 3 * MIB * Number(given ?? DEFAULT_SEMI_SPACE)
}
