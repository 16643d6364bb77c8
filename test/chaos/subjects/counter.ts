import type { Random } from '../../fixtures/random.ts'
import {
  type Finding,
  type Item,
  type Outcome,
  type Step,
  type Subject,
  wrong
} from '../subject.ts'

const MAX_WRITES = 200

/** A number that only grows by one, in every form of update that is not safe to repeat. */
export function createCounter(id: string): Subject {
  let acknowledged = 0
  let unknown = 0
  const Key = { id }

  function isPossible(n: unknown): boolean {
    return Number(n) >= acknowledged && Number(n) <= acknowledged + unknown
  }

  function possible(): string {
    return `${acknowledged} acknowledged, ${unknown} unknown`
  }

  function add(random: Random): Step {
    const returns = random.chance(0.5)
    return {
      operation: 'update',
      payload: {
        Key,
        ...random.pick(SPELLINGS),
        ...(returns ? { ReturnValues: 'UPDATED_NEW' } : {})
      },
      repeatable: false,
      settle: (outcome: Outcome, reply) => {
        if (outcome === 'acknowledged') acknowledged++
        if (outcome === 'unknown') unknown++
        if (outcome !== 'acknowledged' || !returns) return undefined
        const n = (reply?.body.Attributes as Item | undefined)?.n
        return isPossible(n) ? undefined : wrong(`${id}: an update answered ${n}: ${possible()}`)
      }
    }
  }

  function read(): Step {
    return {
      operation: 'read',
      payload: { Key, ConsistentRead: true },
      repeatable: true,
      settle: (outcome, reply) => {
        if (outcome !== 'acknowledged') return undefined
        const n = (reply?.body.Item as Item | undefined)?.n ?? 0
        return isPossible(n) ? undefined : wrong(`${id}: a read answered ${n}: ${possible()}`)
      }
    }
  }

  return {
    id,
    get isRetired() {
      return acknowledged + unknown >= MAX_WRITES
    },
    next: (random) => (random.chance(0.75) ? add(random) : read()),
    judge: (item): Finding[] => {
      const n = Number(item?.n ?? 0)
      const text = `${id} is ${n}: ${possible()}`
      if (n < acknowledged) return Array(acknowledged - n).fill({ kind: 'lost', text })
      const extra = Math.max(0, n - acknowledged - unknown)
      return Array(extra).fill({ kind: 'twice', text })
    }
  }
}

const SPELLINGS: readonly Item[] = [
  { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } },
  {
    UpdateExpression: 'SET n = if_not_exists(n, :zero) + :one',
    ExpressionAttributeValues: { ':zero': 0, ':one': 1 }
  },
  { AttributeUpdates: { n: { Action: 'ADD', Value: 1 } } }
]
