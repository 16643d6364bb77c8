import { ExpressionError } from './expression-error.ts'
import type { Path } from './path.ts'
import { printPath } from './resolve-path.ts'

/** What the paths so far reach: by a name, by an index, and whether one of them ends here. */
interface Reached {
  isEnd: boolean
  next: Map<string | number, Reached>
}

/**
 * Refuses two paths of which one leads through the other, or of which one takes for a list what the other takes for a
 * map. Takes time linear in the paths' length; of several faults AWS tells the first that it meets in this order.
 */
export function refuseOverlap(paths: Path[]): void {
  const root = makeReached()
  paths.forEach((path, index) => {
    if (!isApart(root, path)) throw describe(path, paths.slice(0, index))
  })
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
