import { ExpressionError } from './expression-error.ts'
import type { Path } from './path.ts'
import { printPath } from './resolve-path.ts'

/** What the paths so far reach: by a name, by an index, and whether one of them ends here. */
interface Reached {
  isEnd: boolean
  next: Map<string | number, Reached>
}

/**
 * Paths of which none leads through another, and none takes for a list what another takes for a
 * map. Takes time linear in the paths' length.
 */
export class DistinctPaths {
  readonly #root = makeReached()
  readonly #paths: Path[] = []

  /** Adds a path; throws AWS's error where it overlaps or conflicts with one before. */
  add(path: Path): void {
    if (!isApart(this.#root, path)) throw describe(path, this.#paths)
    this.#paths.push(path)
  }
}

function makeReached(): Reached {
  return { isEnd: false, next: new Map() }
}

function isApart(root: Reached, path: Path): boolean {
  let reached = root
  for (const element of path) {
    const [sibling] = reached.next.keys()
    if (sibling !== undefined && typeof sibling !== typeof element) return false
    const next = reached.next.get(element) ?? makeReached()
    if (next.isEnd) return false
    reached.next.set(element, next)
    reached = next
  }
  reached.isEnd = true
  return reached.next.size === 0
}

function describe(path: Path, others: Path[]): ExpressionError {
  for (const other of others) {
    const word = relation(path, other)
    if (word === undefined) continue
    return new ExpressionError(
      `Two document paths ${word} with each other; must remove or rewrite one of these paths; path one: ${printPath(path)}, path two: ${printPath(other)}`
    )
  }
  throw new TypeError('Paths that are not apart overlap or conflict.')
}

function relation(a: Path, b: Path): 'overlap' | 'conflict' | undefined {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (typeof a[i] !== typeof b[i]) return 'conflict'
    if (a[i] !== b[i]) return undefined
  }
  return 'overlap'
}
