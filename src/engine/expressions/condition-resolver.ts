import type { AttributeType } from '../values/attribute-value.ts'
import {
  checkBounds,
  checkDistinctOperands,
  checkType,
  pathOf,
  readTypeName
} from './check-operands.ts'
import type { Comparator, Condition, Operand } from './condition.ts'
import { ExpressionError } from './expression-error.ts'
import type { Placeholders } from './placeholders.ts'
import { resolvePath } from './resolve-path.ts'
import type { ConditionSyntax, FunctionSyntax, OperandSyntax } from './syntax.ts'

const MAX_OPERATORS = 300
const MAX_CANDIDATES = 100
const ORDERED: ReadonlySet<AttributeType> = new Set(['S', 'N', 'B'])
const TEXTUAL: ReadonlySet<AttributeType> = new Set(['S', 'B'])
const SIZED: ReadonlySet<AttributeType> = new Set(['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'])
const OPERAND_COUNTS = new Map([
  ['attribute_exists', 1],
  ['attribute_not_exists', 1],
  ['attribute_type', 2],
  ['begins_with', 2],
  ['contains', 2],
  ['size', 1]
])

/**
 * Resolves a condition's placeholders and checks its operands, operand by operand and then the
 * operator itself, from left to right, which is the order in which AWS tells what is wrong.
 */
export class ConditionResolver {
  readonly #placeholders: Placeholders
  #operators = 0

  constructor(placeholders: Placeholders) {
    this.#placeholders = placeholders
  }

  resolve(syntax: ConditionSyntax): Condition {
    switch (syntax.kind) {
      case 'AND':
      case 'OR': {
        const conditions = [this.resolve(syntax.left), this.resolve(syntax.right)]
        this.#countOperator()
        return { kind: syntax.kind === 'AND' ? 'and' : 'or', conditions }
      }
      case 'NOT': {
        const condition = this.resolve(syntax.condition)
        this.#countOperator()
        return { kind: 'not', condition }
      }
      case 'compare':
        return this.#compare(syntax.operator, syntax.operands)
      case 'BETWEEN':
        return this.#between(syntax.operands)
      case 'IN':
        return this.#in(syntax.operands)
      case 'function':
        return this.#function(syntax)
    }
  }

  #operand(syntax: OperandSyntax): Operand {
    switch (syntax.kind) {
      case 'value':
        return { kind: 'value', value: this.#placeholders.value(syntax.placeholder) }
      case 'path':
        return { kind: 'path', path: resolvePath(syntax, this.#placeholders) }
      case 'function': {
        // The names were checked: it is size().
        const operands = this.#operands(syntax)
        this.#countOperator()
        const of = operands[0] as Operand
        checkType(of, SIZED, 'size')
        return { kind: 'size', of }
      }
    }
  }

  #operands({ name, operands }: FunctionSyntax): Operand[] {
    const resolved = operands.map((operand) => this.#operand(operand))
    if (resolved.length !== OPERAND_COUNTS.get(name)) {
      throw new ExpressionError(
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${resolved.length}`
      )
    }
    return resolved
  }

  #compare(comparator: Comparator, operands: [OperandSyntax, OperandSyntax]): Condition {
    const left = this.#operand(operands[0])
    const right = this.#operand(operands[1])
    this.#countOperator()
    checkDistinctOperands(comparator, [left, right])
    if (comparator !== '=' && comparator !== '<>') {
      checkType(left, ORDERED, comparator)
      checkType(right, ORDERED, comparator)
    }
    return { kind: 'compare', comparator, left, right }
  }

  #between(operands: [OperandSyntax, OperandSyntax, OperandSyntax]): Condition {
    const operand = this.#operand(operands[0])
    const lower = this.#operand(operands[1])
    const upper = this.#operand(operands[2])
    this.#countOperator()
    for (const one of [operand, lower, upper]) checkType(one, ORDERED, 'BETWEEN')
    checkDistinctOperands('BETWEEN', [operand, lower, upper])
    checkBounds(lower, upper)
    return { kind: 'between', operand, lower, upper }
  }

  #in(syntax: [OperandSyntax, ...OperandSyntax[]]): Condition {
    const operand = this.#operand(syntax[0])
    const candidates = syntax.slice(1).map((candidate) => this.#operand(candidate))
    this.#countOperator()
    if (candidates.length > MAX_CANDIDATES) {
      throw new ExpressionError(
        `The IN operator is provided with too many operands; number of operands: ${candidates.length}`
      )
    }
    checkDistinctOperands('IN', [operand, ...candidates])
    return { kind: 'in', operand, candidates }
  }

  #function(syntax: FunctionSyntax): Condition {
    const { name } = syntax
    const operands = this.#operands(syntax)
    this.#countOperator()
    checkDistinctOperands(name, operands)
    const [operand, argument] = operands as [Operand, Operand]
    switch (name) {
      case 'attribute_type':
        return { kind: name, operand, type: readTypeName(argument) }
      case 'begins_with':
        checkType(operand, TEXTUAL, name)
        checkType(argument, TEXTUAL, name)
        return { kind: name, operand, argument }
      case 'contains':
        return { kind: name, operand, argument }
      default:
        return { kind: name as 'attribute_exists', path: pathOf(operand, name) }
    }
  }

  #countOperator(): void {
    this.#operators++
    if (this.#operators <= MAX_OPERATORS) return
    throw new ExpressionError(
      `The expression contains too many operators; operator count: ${this.#operators}`
    )
  }
}
