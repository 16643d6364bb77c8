import type { Random } from '../fixtures/random.ts'

type Requests = Record<string, unknown[]>

/** A batch of which an engine does a part only. */
export interface Partial {
  /** The batch of what is done; undefined: nothing is. */
  done: Buffer | undefined
  /** What is left, by table. */
  left: Requests
}

/** Takes entries out of the body of a BatchWriteItem, at times all. */
export function splitBatch(body: Buffer, random: Random): Partial {
  const batch = JSON.parse(body.toString()) as { RequestItems: Requests }
  const share = random.pick([0, 0.3, 0.7])
  const done: Requests = {}
  const left: Requests = {}
  for (const [table, requests] of Object.entries(batch.RequestItems)) {
    for (const request of requests) {
      const part = random.chance(share) ? done : left
      part[table] = [...(part[table] ?? []), request]
    }
  }
  const isDone = Object.keys(done).length > 0
  return {
    done: isDone ? Buffer.from(JSON.stringify({ ...batch, RequestItems: done })) : undefined,
    left
  }
}

/** How many entries the body of a TransactWriteItems has. */
export function countEntries(body: Buffer): number {
  return (JSON.parse(body.toString()) as { TransactItems: unknown[] }).TransactItems.length
}
