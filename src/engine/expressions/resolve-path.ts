import { ExpressionError } from './expression-error.ts'
import type { Path } from './path.ts'
import type { Placeholders } from './placeholders.ts'
import type { PathSyntax } from './syntax.ts'

const MAX_LEVELS = 32

/** Puts names in place of a path's placeholders, and refuses a path of more than 32 levels. */
export function resolvePath(path: PathSyntax, placeholders: Placeholders): Path {
  const { elements } = path
  if (elements.length > MAX_LEVELS) {
    throw new ExpressionError(
      `The document path has too many nesting levels; nesting levels: ${elements.length}`
    )
  }
  return elements.map((element) =>
    typeof element === 'string' && /^[#:]/.test(element) ? placeholders.name(element) : element
  ) as Path
}

/** A path in AWS's messages: `[a, [0], b]`. */
export function printPath(path: Path): string {
  return `[${path.map((element) => (typeof element === 'number' ? `[${element}]` : element)).join(', ')}]`
}

/** Says whether two paths are the same. */
export function equalPaths(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((element, index) => element === b[index])
}
