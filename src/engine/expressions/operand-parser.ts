import { redundantParentheses } from './expression-error.ts'
import type { OperandSyntax, PathSyntax } from './syntax.ts'
import type { TokenStream } from './token-stream.ts'

/**
 * What is done about parentheses around parentheses: most often AWS refuses them where they close.
 */
export type OnRedundancy = () => void

const refuse: OnRedundancy = () => {
  throw redundantParentheses()
}

/** Parses a document path: `name`, `#name`, then `.name`, `.#name` and `[0]` in any number. */
export function parsePath(stream: TokenStream): PathSyntax {
  const elements: (string | number)[] = [parseName(stream)]
  for (;;) {
    if (stream.takeSymbol('.')) elements.push(parseMember(stream))
    else if (stream.takeSymbol('[')) elements.push(parseIndex(stream))
    else return { kind: 'path', elements }
  }
}

/** Parses a path, a value's placeholder or a function, without parentheses around it. */
export function parseBareOperand(stream: TokenStream, onRedundancy = refuse): OperandSyntax {
  const { kind } = stream.current
  if (kind === 'value') return { kind: 'value', placeholder: stream.take().text }
  if (kind !== 'name' || stream.following.text !== '(') return parsePath(stream)
  const name = stream.take().text
  stream.expectSymbol('(')
  return { kind: 'function', name, operands: parseOperandList(stream, onRedundancy) }
}

/** Parses operands with commas between them, up to the parenthesis that closes them. */
export function parseOperandList(
  stream: TokenStream,
  onRedundancy = refuse
): [OperandSyntax, ...OperandSyntax[]] {
  const operands: [OperandSyntax, ...OperandSyntax[]] = [parseOperand(stream, onRedundancy)]
  while (stream.takeSymbol(',')) operands.push(parseOperand(stream, onRedundancy))
  stream.expectSymbol(')')
  return operands
}

/** Parses an operand with any number of parentheses around it. */
export function parseOperand(stream: TokenStream, onRedundancy = refuse): OperandSyntax {
  let open = 0
  while (stream.takeSymbol('(')) open++
  const operand = parseBareOperand(stream, onRedundancy)
  for (let closed = 1; closed <= open; closed++) {
    stream.expectSymbol(')')
    if (closed === 2) onRedundancy()
  }
  return operand
}

function parseName(stream: TokenStream): string {
  const { kind } = stream.current
  if (kind !== 'name' && kind !== 'placeholder') throw stream.unexpected()
  return stream.take().text
}

/**
 * AWS's grammar takes `:value` for the name of a member, of which it is said then that it is not
 * defined.
 */
function parseMember(stream: TokenStream): string {
  return stream.current.kind === 'value' ? stream.take().text : parseName(stream)
}

function parseIndex(stream: TokenStream): number {
  if (stream.current.kind !== 'digits') throw stream.unexpected()
  const index = Number(stream.take().text)
  stream.expectSymbol(']')
  return index
}
