/** A place in a JSON value: the list or object that holds it, and its index or name there. */
export interface Place {
  holder: Record<string, unknown>
  key: string
  /** Names from the root to here. */
  path: readonly string[]
}

/** All places of a JSON value, the outer ones first. */
export function placesOf(root: unknown, path: readonly string[] = []): Place[] {
  if (typeof root !== 'object' || root === null) return []
  // A list is an object of its indexes for whoever only reads and writes its elements.
  const holder = root as Record<string, unknown>
  return Object.keys(holder).flatMap((key) => {
    const here = [...path, key]
    return [{ holder, key, path: here }, ...placesOf(holder[key], here)]
  })
}

/** Writes a member as data, also one named `__proto__`. */
export function setAt({ holder, key }: Place, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true
  })
}

export function removeAt({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
}

export function copyOf<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
