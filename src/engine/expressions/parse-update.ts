import { checkAssignedNames, checkPathNames } from './check-names.ts'
import { ExpressionError, parseAs } from './expression-error.ts'
import { DistinctPaths } from './overlap.ts'
import type { Placeholders } from './placeholders.ts'
import { resolvePath } from './resolve-path.ts'
import type { ActionSyntax, SectionSyntax } from './syntax.ts'
import type { Update } from './update.ts'
import { parseUpdateSyntax } from './update-parser.ts'
import { UpdateResolver } from './update-resolver.ts'

const TYPE_MISMATCH = 'An operand in the update expression has an incorrect data type'

/**
 * Parses an UpdateExpression. Throws AWS's ValidationException, in AWS's order: size, syntax,
 * redundant parentheses, names from left to right; then paths and overlaps, and then operands, each
 * from the last action to the first.
 */
export function parseUpdate(text: string, placeholders: Placeholders): Update {
  return parseAs('UpdateExpression', text, () => {
    const sections = parseUpdateSyntax(text)
    checkNames(sections)
    const actions = sections.flatMap((section) => section.actions).reverse()
    const distinct = new DistinctPaths()
    const targets = actions.map((action) => {
      const path = resolvePath(action.path, placeholders)
      distinct.add(path)
      return { action, path }
    })
    const resolver = new UpdateResolver(placeholders)
    const resolved = targets.map(({ action, path }) => resolver.resolve(action, path))
    return { actions: resolved.reverse(), typeMismatch: TYPE_MISMATCH }
  })
}

function checkNames(sections: SectionSyntax[]): void {
  const seen = new Set<string>()
  for (const { keyword, actions } of sections) {
    actions.forEach(checkActionNames)
    if (seen.has(keyword)) {
      throw new ExpressionError(
        `The "${keyword}" section can only be used once in an update expression;`
      )
    }
    seen.add(keyword)
  }
}

function checkActionNames(action: ActionSyntax): void {
  checkPathNames(action.path)
  if (action.kind === 'SET') checkAssignedNames(action.operand)
}
