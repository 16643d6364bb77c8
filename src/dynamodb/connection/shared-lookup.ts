import type { LookupFunction } from 'node:net'

/**
 * Makes a lookup that resolves a name once for all connections that wait for it. Node runs four
 * dns.lookup calls at a time: if the database is gone, and its name with it, hundreds of
 * connections would queue behind failing lookups.
 */
export function shareLookups(lookup: LookupFunction): LookupFunction {
  const waiting = new Map<string, Parameters<LookupFunction>[2][]>()
  return (hostname, options, answered) => {
    const key = JSON.stringify([hostname, options])
    const others = waiting.get(key)
    if (others) return void others.push(answered)
    const all = [answered]
    waiting.set(key, all)
    lookup(hostname, options, (error, address, family) => {
      waiting.delete(key)
      for (const each of all) each(error, address, family)
    })
  }
}
