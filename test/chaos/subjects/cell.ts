import { isDeepStrictEqual } from 'node:util'
import type { Random } from '../../fixtures/random.ts'
import { type Finding, type Item, type Step, type Subject, wrong } from '../subject.ts'

/** A write of the cell: what becomes of the item, and what the answer must have. */
interface Change {
  operation: 'create' | 'update' | 'delete'
  payload: Item
  after: Item | undefined
  attributes?: Item | undefined
  repeatable: boolean
  /** false: the condition fails, and the answer must be 409. */
  meets?: boolean
}

/**
 * An item that is created, changed and deleted over and over. Its state is known after each step,
 * and so is what every answer must say. After an unknown outcome it is retired: either state may be
 * found.
 */
export function createCell(id: string): Subject {
  const Key = { id }
  let state: Item | undefined
  let perhaps: { state: Item | undefined } | undefined
  let version = 0

  function isPossible(item: Item | undefined): boolean {
    return (
      isDeepStrictEqual(item, state) ||
      (perhaps !== undefined && isDeepStrictEqual(item, perhaps.state))
    )
  }

  function toStep({ operation, payload, repeatable, ...change }: Change): Step {
    const meets = change.meets ?? true
    return {
      operation,
      payload,
      repeatable,
      settle: (outcome, reply) => {
        const before = state
        if (outcome === 'acknowledged') state = change.after
        if (outcome === 'unknown' && meets) perhaps = { state: change.after }
        const named = `${operation} ${JSON.stringify(payload)} on ${JSON.stringify(before)}`
        if (outcome === 'acknowledged' && !meets)
          return wrong(`${named}: condition answered as met`)
        if (reply?.status === 409 && meets) return wrong(`${named}: condition answered as failed`)
        if (outcome !== 'acknowledged') return undefined
        const got = reply?.body.Attributes
        return isDeepStrictEqual(got, change.attributes)
          ? undefined
          : wrong(`${named} answered ${JSON.stringify(got)}`)
      }
    }
  }

  function read(): Step {
    return {
      operation: 'read',
      payload: { Key, ConsistentRead: true },
      repeatable: true,
      settle: (outcome, reply) => {
        const item = reply?.body.Item as Item | undefined
        if (outcome !== 'acknowledged' || isPossible(item)) return undefined
        return wrong(`${id} was read as ${JSON.stringify(item)}, not ${JSON.stringify(state)}`)
      }
    }
  }

  function create(random: Random): Change {
    const Item = { id, version, text: 'ä'.repeat(random.between(0, 20)) }
    const old = random.chance(0.5)
    return {
      operation: 'create',
      payload: old ? { Item, ReturnValues: 'ALL_OLD' } : { Item },
      after: Item,
      attributes: old ? state : undefined,
      repeatable: !old
    }
  }

  function set(random: Random): Change {
    const after = { ...state, id, version }
    const returns = random.pick(['NONE', 'ALL_NEW', 'ALL_OLD'] as const)
    return {
      operation: 'update',
      payload: {
        Key,
        UpdateExpression: 'SET version = :version',
        ExpressionAttributeValues: { ':version': version },
        ReturnValues: returns
      },
      after,
      attributes: { NONE: undefined, ALL_NEW: after, ALL_OLD: state }[returns],
      repeatable: returns !== 'ALL_OLD'
    }
  }

  /** Writes with optimistic locking: the condition names the known version, or a wrong one. */
  function setIf(random: Random): Change {
    const meets = state !== undefined && random.chance(0.7)
    const expected = meets ? state?.version : -1
    return {
      operation: 'update',
      payload: {
        Key,
        UpdateExpression: 'SET version = :version',
        ConditionExpression: 'version = :expected',
        ExpressionAttributeValues: { ':version': version, ':expected': expected }
      },
      after: meets ? { ...state, version } : state,
      repeatable: false,
      meets
    }
  }

  function remove(random: Random): Change {
    const options = random.pick([
      {},
      { ReturnValues: 'ALL_OLD' },
      { ConditionExpression: 'attribute_exists(id)' }
    ] as Item[])
    const meets = !options.ConditionExpression || state !== undefined
    return {
      operation: 'delete',
      payload: { Key, ...options },
      after: undefined,
      attributes: options.ReturnValues ? state : undefined,
      repeatable: Object.keys(options).length === 0,
      meets
    }
  }

  return {
    id,
    get isRetired() {
      return perhaps !== undefined
    },
    next: (random) => {
      version++
      const change = random.pick([create, set, set, setIf, remove, undefined, undefined])
      return change ? toStep(change(random)) : read()
    },
    judge: (item): Finding[] =>
      isPossible(item)
        ? []
        : [
            {
              kind: 'lost',
              text: `${id} is ${JSON.stringify(item)}, not ${JSON.stringify(state)}`
            }
          ]
  }
}
