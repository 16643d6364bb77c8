import { checkAssignedNames, checkPathNames } from './check-names.ts'
import { ExpressionError, parseAs } from './expression-error.ts'
import { refuseOverlap } from './overlap.ts'
import type { Placeholders } from './placeholders.ts'
import { resolvePath } from './resolve-path.ts'
import type { ActionSyntax, SectionSyntax } from './syntax.ts'
import type { Update } from './update.ts'
import { parseUpdateSyntax } from './update-parser.ts'
import { UpdateResolver } from './update-resolver.ts'

const TYPE_MISMATCH = 'An operand in the update expression has an incorrect data type'

/**
 * Parses an UpdateExpression. Throws AWS's ValidationException, in AWS's order: size, syntax, redundant parentheses,
 * names from left to right; then paths, overlaps and operands, each from the last action to the first.
 */
export function parseUpdate(text: string, placeholders: Placeholders): Update {
  return parseAs('UpdateExpression', text, () => {
    const sections = parseUpdateSyntax(text)
    checkNames(sections)
    const actions = sections.flatMap((section) => section.actions).reverse()
    const paths = actions.map(({ path }) => resolvePath(path, placeholders))
    refuseOverlap(paths)
    const resolver = new UpdateResolver(placeholders)
    const resolved = actions.map((action, index) => {
      const path = paths[index]
      if (path === undefined) throw new TypeError('Each action has its path.')
      return resolver.resolve(action, path)
    })
    return { actions: resolved.reverse(), typeMismatch: TYPE_MISMATCH }
  })
}

function checkNames(sections: SectionSyntax[]): void {
  const seen = new Set<string>()
  for (const { keyword, actions } of sections) {
    if (seen.has(keyword)) {
      throw new ExpressionError(
        `The "${keyword}" section can only be used once in an update expression;`
      )
    }
    seen.add(keyword)
    actions.forEach(checkActionNames)
  }
}

function checkActionNames(action: ActionSyntax): void {
  checkPathNames(action.path)
  if (action.kind === 'SET') checkAssignedNames(action.operand)
}
