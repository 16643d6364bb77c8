import { CHUNK_LENGTH, type Cursor, type Key, type Range, type Store, type View } from './store.ts'

const MAX_LEAF = 256

/** Neighbouring keys with their values; a leaf that a view holds is copied before it changes. */
interface Leaf {
  keys: Key[]
  values: string[]
  /** The age of the store when the leaf was last copied. */
  age: number
}

/**
 * A store that keeps nothing: sorted leaves in a sorted list, copied when they change while a view
 * holds them. `write` takes effect at once, all of it or nothing.
 */
export function createMemoryStore(): Store {
  let leaves: Leaf[] = [{ keys: [], values: [], age: 0 }]
  let age = 0
  let isHeld = false

  function hold(): Leaf[] {
    isHeld = true
    return leaves
  }

  function set(key: Key, value: string | undefined): void {
    if (isHeld) {
      leaves = [...leaves]
      age++
      isHeld = false
    }
    const index = leafOf(leaves, key)
    const leaf = own(index)
    const at = lowerBound(leaf.keys, key)
    const isThere = leaf.keys[at] === key
    if (value === undefined) {
      if (isThere) remove(index, leaf, at)
    } else if (isThere) leaf.values[at] = value
    else insert(index, leaf, at, key, value)
  }

  function own(index: number): Leaf {
    const leaf = leaves[index] as Leaf
    if (leaf.age === age) return leaf
    const copy = { keys: [...leaf.keys], values: [...leaf.values], age }
    leaves[index] = copy
    return copy
  }

  function insert(index: number, leaf: Leaf, at: number, key: Key, value: string): void {
    leaf.keys.splice(at, 0, key)
    leaf.values.splice(at, 0, value)
    if (leaf.keys.length <= MAX_LEAF) return
    const half = MAX_LEAF / 2
    const right = { keys: leaf.keys.splice(half), values: leaf.values.splice(half), age }
    leaves.splice(index + 1, 0, right)
  }

  function remove(index: number, leaf: Leaf, at: number): void {
    leaf.keys.splice(at, 1)
    leaf.values.splice(at, 1)
    if (leaf.keys.length === 0 && leaves.length > 1) leaves.splice(index, 1)
  }

  return {
    get: (key) => find(leaves, key),
    open: (range) => openCursor(hold(), range),
    snapshot: () => ({ ...viewOf(hold()), close: () => {} }),
    write: async (changes) => {
      for (const { key, value } of changes) set(key, value)
    },
    clear: async (from, to) => {
      for (const key of keysBetween(leaves, from, to)) set(key, undefined)
    },
    needsRelease: () => false,
    release: async () => {},
    close: async () => {
      leaves = [{ keys: [], values: [], age: 0 }]
    }
  }
}

function viewOf(leaves: Leaf[]): View {
  return {
    get: (key) => find(leaves, key),
    open: (range) => openCursor(leaves, range)
  }
}

function find(leaves: Leaf[], key: Key): string | undefined {
  const leaf = leaves[leafOf(leaves, key)] as Leaf
  const at = lowerBound(leaf.keys, key)
  return leaf.keys[at] === key ? leaf.values[at] : undefined
}

function openCursor(leaves: Leaf[], range: Range): Cursor {
  const values = range.isReverse ? walkBack(leaves, range) : walk(leaves, range)
  let left = range.limit ?? Number.POSITIVE_INFINITY
  return {
    next: async () => {
      const chunk: string[] = []
      let length = 0
      while (left > 0 && length < CHUNK_LENGTH) {
        const { value, done } = values.next()
        if (done) break
        chunk.push(value)
        length += value.length
        left--
      }
      return chunk
    },
    close: () => {
      left = 0
    }
  }
}

function* walk(leaves: Leaf[], { from, to }: Range): Generator<string, undefined> {
  let at = -1
  for (let index = leafOf(leaves, from); index < leaves.length; index++) {
    const { keys, values } = leaves[index] as Leaf
    at = at === -1 ? lowerBound(keys, from) : 0
    for (; at < keys.length; at++) {
      if ((keys[at] as Key) >= to) return
      yield values[at] as string
    }
  }
}

function* walkBack(leaves: Leaf[], { from, to }: Range): Generator<string, undefined> {
  let isFirst = true
  for (let index = leafOf(leaves, to); index >= 0; index--) {
    const { keys, values } = leaves[index] as Leaf
    for (let at = (isFirst ? lowerBound(keys, to) : keys.length) - 1; at >= 0; at--) {
      if ((keys[at] as Key) < from) return
      yield values[at] as string
    }
    isFirst = false
  }
}

function keysBetween(leaves: Leaf[], from: Key, to: Key): Key[] {
  const found: Key[] = []
  for (let index = leafOf(leaves, from); index < leaves.length; index++) {
    const { keys } = leaves[index] as Leaf
    if ((keys[0] as Key) >= to) break
    found.push(...keys.filter((key) => key >= from && key < to))
  }
  return found
}

/** The last leaf whose first key is not above this one: the only one that may hold it. */
function leafOf(leaves: Leaf[], key: Key): number {
  let low = 0
  let high = leaves.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (((leaves[middle] as Leaf).keys[0] as Key) <= key) low = middle
    else high = middle
  }
  return low
}

/** The index of the first key that is not below this one. */
function lowerBound(keys: Key[], key: Key): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((keys[middle] as Key) < key) low = middle + 1
    else high = middle
  }
  return low
}
