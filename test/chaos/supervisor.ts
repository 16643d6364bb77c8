import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../fixtures/random.ts'
import type { Restartable } from '../fixtures/restartable.ts'
import type { Engine } from './engine.ts'
import type { FaultyProxy } from './proxy.ts'

export interface Disasters {
  'service killed': number
  'engine killed': number
  'network away': number
  'engine overloaded': number
}

const MAX_AWAY_MS = 400
const OVERLOAD_MS = 1_500
const SLOT_MS = 4_000

/**
 * Kills the service, kills the engine, cuts the network and overloads the engine in turn, one in
 * each slot of time; each of them recovers. Nothing happens in the last slot, in which every
 * pending request must be served.
 */
export async function supervise(
  { service, engine, proxy }: { service: Restartable; engine: Engine; proxy: FaultyProxy },
  random: Random,
  seconds: number
): Promise<Disasters> {
  const counts = {
    'service killed': 0,
    'engine killed': 0,
    'network away': 0,
    'engine overloaded': 0
  }
  const away = () => delay(random.between(0, MAX_AWAY_MS))

  async function restart(process: Restartable): Promise<void> {
    await process.kill()
    await away()
    await process.start()
  }

  const turns = [
    async () => {
      await restart(service)
      counts['service killed']++
    },
    async () => {
      if (!engine.process) return
      await restart(engine.process)
      counts['engine killed']++
    },
    async () => {
      await proxy.outage(random.between(1, MAX_AWAY_MS))
      counts['network away']++
    },
    async () => {
      proxy.isOverloaded = true
      await delay(random.between(500, OVERLOAD_MS))
      proxy.isOverloaded = false
      counts['engine overloaded']++
    }
  ]

  const slots = Math.max(turns.length + 1, Math.floor((seconds * 1000) / SLOT_MS))
  const slotMs = (seconds * 1000) / slots
  for (let slot = 0; slot < slots - 1; slot++) {
    const ends = performance.now() + slotMs
    await delay(random.between(0, slotMs / 2))
    await turns[slot % turns.length]?.()
    await delay(Math.max(0, ends - performance.now()))
  }
  await delay(slotMs)
  return counts
}
