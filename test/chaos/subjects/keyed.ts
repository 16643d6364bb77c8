import type { Random } from '../../fixtures/random.ts'
import type { Finding, Step, Subject } from '../subject.ts'

const MAX_WRITES = 100

/**
 * A number that grows by one under an idempotency key. Each request is repeated until its outcome
 * is known, and must count once, however often it was sent. It needs an engine with transactions.
 */
export function createKeyed(id: string): Subject {
  let acknowledged = 0
  let pending = false

  return {
    id,
    get isRetired() {
      return acknowledged >= MAX_WRITES
    },
    next: (_random: Random): Step => ({
      operation: 'update',
      idempotencyKey: `${id}: ${acknowledged}`,
      payload: {
        Key: { id },
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': 1 }
      },
      repeatable: true,
      settle: (outcome) => {
        if (outcome === 'acknowledged') acknowledged++
        // An earlier attempt under the key may still have been applied, if a later one was refused.
        pending = outcome === 'unknown' || (pending && outcome === 'refused')
        return undefined
      }
    }),
    judge: (item): Finding[] => {
      const n = Number(item?.n ?? 0)
      const text = `${id} is ${n}: ${acknowledged} keys acknowledged, ${pending ? 1 : 0} unknown`
      if (n < acknowledged) return [{ kind: 'lost', text }]
      return n > acknowledged + (pending ? 1 : 0) ? [{ kind: 'twice', text }] : []
    }
  }
}
