import type { Random } from '../fixtures/random.ts'

type Requests = Record<string, unknown[]>

/** A batch of which the engine processes only a part. */
export interface Partial {
  /** The body of the part that is processed; undefined: nothing is. */
  done: Buffer | undefined
  /** The unprocessed entries by table. */
  left: Requests
}

/** Takes entries out of the body of a BatchWriteItem, sometimes all of them. */
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

/** Returns how many entries the body of a TransactWriteItems has. */
export function countEntries(body: Buffer): number {
  return (JSON.parse(body.toString()) as { TransactItems: unknown[] }).TransactItems.length
}
