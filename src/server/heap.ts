import { getHeapStatistics } from 'node:v8'

const MIB = 1024 * 1024
/**
 * What the service takes of V8's heap for itself, its part of the young generation included. Measured
 * in a memory of 128 MB: at 48 of these, 32 bodies of 1 MB at once took up to 109 MB of it, at 54
 * they take 85, and a body of 2 MB still has room.
 */
const OWN = 54 * MIB
const MAX_SEMI_SPACE = /--max[-_]semi[-_]space[-_]size[= ](\d+)/g
// What V8 takes where nobody sets it: seen in Node 20 and 22 (11.3, 12.4), and in Node 24 (13.6).
const DEFAULT_SEMI_SPACE = Number.parseInt(process.versions.v8, 10) < 13 ? 16 : 64

/**
 * How many bytes of V8's heap there are for bodies: what is neither the service's own nor of the young generation,
 * which its limit includes, and where nothing of their size is kept. A heap smaller than is good for the service
 * still has some room for them.
 */
export function heapForBodies(): number {
  const { heap_size_limit: limit } = getHeapStatistics()
  return Math.max(limit - Math.max(OWN, youngGeneration()), limit / 4)
}

/** Three semi-spaces: https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib */
function youngGeneration(): number {
  const flags = [process.env.NODE_OPTIONS, ...process.execArgv].join(' ')
  // The last one holds.
  const given = [...flags.matchAll(MAX_SEMI_SPACE)].at(-1)?.[1]
  return 3 * MIB * Number(given ?? DEFAULT_SEMI_SPACE)
}
