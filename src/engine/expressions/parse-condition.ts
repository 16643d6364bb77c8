import { checkConditionNames } from './check-names.ts'
import type { Condition } from './condition.ts'
import { parseConditionSyntax } from './condition-parser.ts'
import { ConditionResolver } from './condition-resolver.ts'
import { type ExpressionKind, parseAs } from './expression-error.ts'
import type { Placeholders } from './placeholders.ts'

/**
 * Parses an expression that is a condition. Throws AWS's ValidationException, in AWS's order: size,
 * syntax, redundant parentheses, names, then placeholders and operands from left to right.
 */
export function parseCondition(
  text: string,
  placeholders: Placeholders,
  kind: Exclude<ExpressionKind, 'ProjectionExpression' | 'UpdateExpression'>
): Condition {
  return parseAs(kind, text, () => {
    const syntax = parseConditionSyntax(text)
    checkConditionNames(syntax)
    return new ConditionResolver(placeholders).resolve(syntax)
  })
}
