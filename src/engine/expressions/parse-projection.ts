import { checkPathNames } from './check-names.ts'
import { parseAs } from './expression-error.ts'
import { parsePath } from './operand-parser.ts'
import { DistinctPaths } from './overlap.ts'
import type { Placeholders } from './placeholders.ts'
import type { Projection } from './projection.ts'
import { resolvePath } from './resolve-path.ts'
import type { PathSyntax } from './syntax.ts'
import { TokenStream } from './token-stream.ts'

/**
 * Parses a ProjectionExpression. Throws AWS's ValidationException, in AWS's order: size, syntax,
 * names, placeholders and overlaps.
 */
export function parseProjection(text: string, placeholders: Placeholders): Projection {
  return parseAs('ProjectionExpression', text, () => {
    const syntax = parseProjectionSyntax(text)
    syntax.forEach(checkPathNames)
    // From the last to the first, as in an update.
    const distinct = new DistinctPaths()
    const paths = syntax.reverse().map((path) => {
      const resolved = resolvePath(path, placeholders)
      distinct.add(resolved)
      return resolved
    })
    return { paths: paths.reverse() }
  })
}

function parseProjectionSyntax(text: string): PathSyntax[] {
  const stream = new TokenStream(text)
  const paths = [parsePath(stream)]
  while (stream.takeSymbol(',')) paths.push(parsePath(stream))
  stream.expectEnd()
  return paths
}
