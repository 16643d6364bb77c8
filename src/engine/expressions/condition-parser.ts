import type { Comparator } from './condition.ts'
import { redundantParentheses } from './expression-error.ts'
import { parseBareOperand, parseOperand, parseOperandList } from './operand-parser.ts'
import type { ConditionSyntax, OperandSyntax } from './syntax.ts'
import { TokenStream } from './token-stream.ts'

const COMPARATORS = new Set(['=', '<>', '<', '<=', '>', '>='])
const PRECEDENCE = { '(': 0, OR: 1, AND: 2, NOT: 3 }

/** What waits for its right side: an open parenthesis, a NOT, or an operator with its left side. */
type Pending = { kind: '(' | 'NOT' } | { kind: 'AND' | 'OR'; left: ConditionSyntax }

/** What was just parsed. A function is both, until what follows tells. */
interface Parsed {
  condition?: ConditionSyntax | undefined
  operand?: OperandSyntax | undefined
  isInParentheses: boolean
  /**
   * Parentheses stand around its parentheses, of which AWS tells once it is sure what is in them.
   */
  isRedundant: boolean
}

/**
 * Parses a condition by operator precedence: NOT, AND, OR. Nesting is kept on a stack of its own,
 * so that thousands of parentheses cannot overflow JavaScript's. Throws an ExpressionError with
 * AWS's words for a syntax error.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function parseConditionSyntax(text: string): ConditionSyntax {
  return new ConditionParser(text).parse()
}

class ConditionParser {
  readonly #stream: TokenStream
  readonly #pending: Pending[] = []
  #open = 0

  constructor(text: string) {
    this.#stream = new TokenStream(text)
  }

  parse(): ConditionSyntax {
    for (;;) {
      this.#takePrefixes()
      const condition = this.#parseOperatorsOperand()
      if (this.#stream.isKeyword('AND')) this.#takeOperator('AND', condition)
      else if (this.#stream.isKeyword('OR')) this.#takeOperator('OR', condition)
      else return this.#finish(condition)
    }
  }

  #takePrefixes(): void {
    for (;;) {
      if (this.#stream.takeSymbol('(')) {
        this.#pending.push({ kind: '(' })
        this.#open++
      } else if (this.#stream.takeKeyword('NOT')) this.#pending.push({ kind: 'NOT' })
      else return
    }
  }

  /** Parses what an AND or OR takes: a condition, with the parentheses that close behind it. */
  #parseOperatorsOperand(): ConditionSyntax {
    let parsed = this.#parseComparison(this.#parseOperand())
    while (this.#stream.isSymbol(')') && this.#fitsParenthesis(parsed)) {
      parsed = this.#parseComparison(this.#closeParenthesis(parsed))
    }
    if (parsed.condition === undefined) throw this.#stream.unexpected()
    if (parsed.isRedundant) throw redundantParentheses()
    return parsed.condition
  }

  #parseOperand(): Parsed {
    let isRedundant = false
    const operand = parseBareOperand(this.#stream, () => {
      isRedundant = true
    })
    if (isRedundant) throw redundantParentheses()
    const condition = operand.kind === 'function' ? operand : undefined
    return { condition, operand, isInParentheses: false, isRedundant: false }
  }

  /** Parses the rest of a comparison, BETWEEN or IN where an operand stands before it. */
  #parseComparison(parsed: Parsed): Parsed {
    if (parsed.operand === undefined || !isComparisonNext(this.#stream)) return parsed
    if (parsed.isRedundant) throw redundantParentheses()
    const condition = parseComparison(this.#stream, parsed.operand)
    return { condition, isInParentheses: false, isRedundant: false }
  }

  /**
   * Says whether a closing parenthesis fits: a mere operand must stand right behind the open one.
   */
  #fitsParenthesis(parsed: Parsed): boolean {
    return parsed.condition === undefined ? this.#pending.at(-1)?.kind === '(' : this.#open > 0
  }

  #closeParenthesis(parsed: Parsed): Parsed {
    this.#stream.take()
    const isAlone = this.#pending.at(-1)?.kind === '('
    const operand = isAlone ? parsed.operand : undefined
    const isRedundant = parsed.isRedundant || (isAlone && parsed.isInParentheses)
    if (isRedundant && operand === undefined) throw redundantParentheses()
    const condition = parsed.condition && this.#reduce(parsed.condition, PRECEDENCE.OR)
    this.#pending.pop()
    this.#open--
    return { condition, operand, isInParentheses: true, isRedundant }
  }

  #takeOperator(kind: 'AND' | 'OR', condition: ConditionSyntax): void {
    this.#stream.take()
    this.#pending.push({ kind, left: this.#reduce(condition, PRECEDENCE[kind]) })
  }

  #finish(condition: ConditionSyntax): ConditionSyntax {
    if (this.#open > 0) throw this.#stream.unexpected()
    this.#stream.expectEnd()
    return this.#reduce(condition, PRECEDENCE.OR)
  }

  /** Applies what waits and binds at least so strongly to the condition on its right side. */
  #reduce(condition: ConditionSyntax, least: number): ConditionSyntax {
    let result = condition
    for (;;) {
      const last = this.#pending.at(-1)
      if (!last || PRECEDENCE[last.kind] < least) return result
      this.#pending.pop()
      result =
        'left' in last
          ? { kind: last.kind, left: last.left, right: result }
          : { kind: 'NOT', condition: result }
    }
  }
}

function isComparisonNext(stream: TokenStream): boolean {
  const { kind, text } = stream.current
  if (kind === 'symbol') return COMPARATORS.has(text)
  return stream.isKeyword('BETWEEN') || stream.isKeyword('IN')
}

function parseComparison(stream: TokenStream, first: OperandSyntax): ConditionSyntax {
  if (stream.takeKeyword('BETWEEN')) {
    const lower = parseOperand(stream)
    stream.expectKeyword('AND')
    return { kind: 'BETWEEN', operands: [first, lower, parseOperand(stream)] }
  }
  if (stream.takeKeyword('IN')) {
    stream.expectSymbol('(')
    return { kind: 'IN', operands: [first, ...parseOperandList(stream)] }
  }
  const operator = stream.take().text as Comparator
  return { kind: 'compare', operator, operands: [first, parseOperand(stream)] }
}
