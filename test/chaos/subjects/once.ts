import { isDeepStrictEqual } from 'node:util'
import type { Random } from '../../fixtures/random.ts'
import {
  type Finding,
  type Item,
  type Outcome,
  type Step,
  type Subject,
  wrong
} from '../subject.ts'

/** An item that is created once: unconditionally, or only if it does not exist. */
export function createOnce(id: string): Subject {
  const Item = { id, text: `written once: ${id}`, n: 5 }
  const steps = [create, read, createAgain]
  let taken = 0
  let written: Outcome = 'refused'

  function isPossible(item: Item | undefined): boolean {
    if (item === undefined) return written !== 'acknowledged'
    return written !== 'refused' && isDeepStrictEqual(item, Item)
  }

  function create(random: Random): Step {
    const options = random.pick([{}, CONDITION, { ReturnValues: 'ALL_OLD' }] as Item[])
    const { ConditionExpression, ReturnValues } = options
    return {
      operation: 'create',
      payload: { Item, ...options },
      repeatable: !ConditionExpression && !ReturnValues,
      settle: (outcome, reply) => {
        written = outcome
        if (reply?.status === 409) return wrong(`${id}: the first create of its id is 409`)
        if (outcome === 'acknowledged' && reply?.body.Attributes) {
          return wrong(`${id}: the first create returned an old item`)
        }
        return undefined
      }
    }
  }

  function read(): Step {
    return {
      operation: 'read',
      payload: { Key: { id }, ConsistentRead: true },
      repeatable: true,
      settle: (outcome, reply) => {
        const item = reply?.body.Item as Item | undefined
        if (outcome !== 'acknowledged' || isPossible(item)) return undefined
        return wrong(`${id} (${written}) was read as ${JSON.stringify(item)}`)
      }
    }
  }

  /** Must be refused if the first create was acknowledged. */
  function createAgain(random: Random): Step {
    if (written !== 'acknowledged') return read()
    return {
      operation: 'create',
      payload: {
        Item: { id, text: 'written again' },
        ...(random.chance(0.5) ? CONDITION : { Expected: { id: { Exists: false } } }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD'
      },
      repeatable: false,
      settle: (outcome, reply) => {
        if (outcome === 'acknowledged')
          return wrong(`${id}: a condition that fails was answered as met`)
        const old = reply?.status === 409 ? reply.body.Item : undefined
        if (old === undefined || isDeepStrictEqual(old, Item)) return undefined
        return wrong(`${id}: a failed condition came with ${JSON.stringify(old)}`)
      }
    }
  }

  return {
    id,
    get isRetired() {
      return taken === steps.length
    },
    next: (random) => {
      const step = steps[taken++] ?? read
      return step(random)
    },
    judge: (item): Finding[] => {
      if (isPossible(item)) return []
      const text = `${id} (${written}) is ${JSON.stringify(item)}`
      return [{ kind: written === 'acknowledged' ? 'lost' : 'wrong', text }]
    }
  }
}

const CONDITION = { ConditionExpression: 'attribute_not_exists(id)' }
