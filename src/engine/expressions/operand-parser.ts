import type { OperandSyntax, PathSyntax } from './syntax.ts'
import type { TokenStream } from './token-stream.ts'

/** Parses a document path: `name`, `#name`, then `.name`, `.#name` and `[0]` in any number. */
export function parsePath(stream: TokenStream): PathSyntax {
  const elements: (string | number)[] = [parseName(stream)]
  for (;;) {
    if (stream.takeSymbol('.')) elements.push(parseName(stream))
    else if (stream.takeSymbol('[')) elements.push(parseIndex(stream))
    else return { kind: 'path', elements }
  }
}

/** Parses a path, a value's placeholder or a function, without parentheses around it. */
export function parseBareOperand(stream: TokenStream): OperandSyntax {
  const { kind } = stream.current
  if (kind === 'value') return { kind: 'value', placeholder: stream.take().text }
  if (kind !== 'name' || stream.following.text !== '(') return parsePath(stream)
  const name = stream.take().text
  stream.expectSymbol('(')
  return { kind: 'function', name, operands: parseOperandList(stream) }
}

/** Parses operands with commas between them, up to the parenthesis that closes them. */
export function parseOperandList(stream: TokenStream): [OperandSyntax, ...OperandSyntax[]] {
  const operands: [OperandSyntax, ...OperandSyntax[]] = [parseOperand(stream)]
  while (stream.takeSymbol(',')) operands.push(parseOperand(stream))
  stream.expectSymbol(')')
  return operands
}

/** Parses an operand with any number of parentheses around it. */
export function parseOperand(stream: TokenStream): OperandSyntax {
  let open = 0
  while (stream.takeSymbol('(')) open++
  const operand = parseBareOperand(stream)
  if (open > 1) stream.noteRedundantParentheses()
  for (; open > 0; open--) stream.expectSymbol(')')
  return operand
}

function parseName(stream: TokenStream): string {
  const { kind } = stream.current
  if (kind !== 'name' && kind !== 'placeholder') throw stream.unexpected()
  return stream.take().text
}

function parseIndex(stream: TokenStream): number {
  if (stream.current.kind !== 'digits') throw stream.unexpected()
  const index = Number(stream.take().text)
  stream.expectSymbol(']')
  return index
}
