import { redundantParentheses } from './expression-error.ts'
import { parseBareOperand, parseOperand, parsePath } from './operand-parser.ts'
import type { ActionSyntax, OperandSyntax, SectionSyntax, SetSyntax } from './syntax.ts'
import { TokenStream } from './token-stream.ts'

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const

/**
 * Parses an update's sections. Throws an ExpressionError with AWS's words for a syntax error.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function parseUpdateSyntax(text: string): SectionSyntax[] {
  const stream = new TokenStream(text)
  const sections = [parseSection(stream)]
  while (isSectionNext(stream)) sections.push(parseSection(stream))
  stream.expectEnd()
  return sections
}

function isSectionNext(stream: TokenStream): boolean {
  return SECTIONS.some((keyword) => stream.isKeyword(keyword))
}

function parseSection(stream: TokenStream): SectionSyntax {
  const keyword = SECTIONS.find((one) => stream.takeKeyword(one))
  if (keyword === undefined) throw stream.unexpected()
  const actions = [parseAction(stream, keyword)]
  while (stream.takeSymbol(',')) actions.push(parseAction(stream, keyword))
  return { keyword, actions }
}

function parseAction(stream: TokenStream, kind: ActionSyntax['kind']): ActionSyntax {
  const path = parsePath(stream)
  if (kind === 'REMOVE') return { kind, path }
  if (kind === 'SET') {
    stream.expectSymbol('=')
    return { kind, path, operand: parseAssigned(stream) }
  }
  if (stream.current.kind !== 'value') throw stream.unexpected()
  return { kind, path, placeholder: stream.take().text }
}

/** Parses an operand, or a sum or difference of two, with parentheses around any of them. */
function parseAssigned(stream: TokenStream): SetSyntax {
  let open = 0
  while (stream.takeSymbol('(')) open++
  const first: OperandSyntax = parseBareOperand(stream)
  open -= closeParentheses(stream, open)
  const operator = (['+', '-'] as const).find((symbol) => stream.takeSymbol(symbol))
  if (operator === undefined) {
    if (open > 0) throw stream.unexpected()
    return first
  }
  const second = parseOperand(stream)
  open -= closeParentheses(stream, open)
  if (open > 0) throw stream.unexpected()
  return { kind: operator, operands: [first, second] }
}

/**
 * Takes as many closing parentheses as stand here, at most those that are open, and says how many.
 */
function closeParentheses(stream: TokenStream, open: number): number {
  let closed = 0
  while (closed < open && stream.takeSymbol(')')) closed++
  if (closed > 1) throw redundantParentheses()
  return closed
}
