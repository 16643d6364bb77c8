import { isDeepStrictEqual } from 'node:util'
import type { Random } from '../../fixtures/random.ts'
import {
  type Finding,
  type Item,
  type Outcome,
  type Reply,
  type Step,
  type Subject,
  type Table,
  wrong
} from '../subject.ts'

const MAX_KEYS = 120
const MAX_ENTRIES = 25

interface Batch {
  Put?: Item[]
  Delete?: Item[]
}

/** What is known of one key. */
interface Cell {
  /** What may be found; undefined is no item. The last one is what was written last. */
  possible: (Item | undefined)[]
  /** Sent, and told as unprocessed: `last` is to be sent again. */
  isLeft: boolean
}

/**
 * Items that are put and deleted in batches. What an answer leaves unprocessed is sent again;
 * everything else of an acknowledged batch must be there. After an unknown outcome nothing more
 * is written.
 */
export function createBatch(id: string): Subject {
  const cells = new Map<string, Cell>()
  let made = 0
  let isUnknown = false

  function next(random: Random): Step {
    return cells.size > 0 && random.chance(0.25) ? read(random) : write(random)
  }

  function write(random: Random): Step {
    const left = [...cells].filter(([, { isLeft }]) => isLeft).map(([key]) => key)
    const again = left.slice(0, MAX_ENTRIES)
    const count = random.between(again.length > 0 ? 0 : 1, MAX_ENTRIES - again.length)
    const entries = new Map(again.map((key) => [key, cells.get(key)?.possible.at(-1)]))
    for (let entry = 0; entry < count; entry++) {
      const old = random.chance(0.2) ? random.pick([...cells.keys(), '']) : ''
      const key = isCertain(old) ? old : `${id}-${made++}`
      const isDeleted = key === old && random.chance(0.5)
      entries.set(key, isDeleted ? undefined : { id: key, version: random.between(0, 2 ** 30) })
    }
    return {
      operation: 'batchWrite',
      payload: toBatch(entries),
      repeatable: true,
      settle: (outcome, told) => settle(entries, outcome, told)
    }
  }

  function isCertain(key: string): boolean {
    return cells.get(key)?.possible.length === 1
  }

  function settle(
    entries: Map<string, Item | undefined>,
    outcome: Outcome,
    told: Reply | undefined
  ): Finding | undefined {
    if (outcome === 'refused') {
      for (const key of entries.keys()) if (!cells.has(key)) cells.set(key, certainly(undefined))
      return undefined
    }
    isUnknown ||= outcome === 'unknown'
    const left = (told?.body.UnprocessedItems ?? {}) as Batch
    const unprocessed = new Set([...(left.Put ?? []), ...(left.Delete ?? [])].map(keyOf))
    for (const [key, value] of entries) {
      const isLeft = unprocessed.has(key)
      const perhaps = [...(cells.get(key)?.possible ?? [undefined]), value]
      cells.set(
        key,
        isLeft || outcome === 'unknown' ? { possible: perhaps, isLeft } : certainly(value)
      )
    }
    const expected = toBatch(new Map([...entries].filter(([key]) => unprocessed.has(key))))
    return outcome === 'unknown' || isSame(left, expected)
      ? undefined
      : wrong(`${id}: left unprocessed is ${JSON.stringify(left)}, not ${JSON.stringify(expected)}`)
  }

  function read(random: Random): Step {
    const keys = [...cells.keys()]
    const first = random.between(0, keys.length - 1)
    const asked = keys.slice(first, first + 100)
    return {
      operation: 'batchRead',
      payload: { Keys: asked.map((key) => ({ id: key })), ConsistentRead: true },
      repeatable: true,
      settle: (outcome, told) => {
        if (outcome !== 'acknowledged') return undefined
        const { Items = [], UnprocessedKeys = [] } = (told?.body ?? {}) as Record<string, Item[]>
        const items = new Map(Items.map((item) => [keyOf(item), item]))
        const unprocessed = new Set(UnprocessedKeys.map(keyOf))
        return asked
          .filter((key) => !unprocessed.has(key))
          .flatMap((key) => judgeCell(key, items.get(key), 'was read as'))[0]
      }
    }
  }

  function judgeCell(key: string, item: Item | undefined, verb: string): Finding[] {
    const { possible } = cells.get(key) ?? certainly(undefined)
    if (possible.some((value) => isDeepStrictEqual(value, item))) return []
    const text = `${key} ${verb} ${JSON.stringify(item)}, not ${JSON.stringify(possible)}`
    return [{ kind: item === undefined ? 'lost' : 'wrong', text }]
  }

  return {
    id,
    get isRetired() {
      return isUnknown || cells.size >= MAX_KEYS
    },
    next,
    judge: (_item, table: Table) =>
      [...cells.keys()].flatMap((key) => judgeCell(key, table.get(key), 'is'))
  }
}

function certainly(value: Item | undefined): Cell {
  return { possible: [value], isLeft: false }
}

function toBatch(entries: ReadonlyMap<string, Item | undefined>): Batch & Item {
  const Put = [...entries.values()].filter((value) => value !== undefined)
  const Delete = [...entries].flatMap(([id, value]) => (value === undefined ? [{ id }] : []))
  return { ...(Put.length > 0 ? { Put } : {}), ...(Delete.length > 0 ? { Delete } : {}) }
}

function keyOf({ id }: Item): string {
  return String(id)
}

/** Entries are in no promised order. */
function isSame(a: Batch, b: Batch): boolean {
  const sort = (items: Item[] = []) => items.toSorted((x, y) => (keyOf(x) < keyOf(y) ? -1 : 1))
  return isDeepStrictEqual([sort(a.Put), sort(a.Delete)], [sort(b.Put), sort(b.Delete)])
}
