import { type AttributeType, type AttributeValue, typeOf } from '../values/attribute-value.ts'
import { checkDistinct } from './distinct.ts'
import { ExpressionError } from './expression-error.ts'
import type { Path } from './path.ts'
import type { Placeholders } from './placeholders.ts'
import { resolvePath } from './resolve-path.ts'
import type { ActionSyntax, FunctionSyntax, OperandSyntax, SetSyntax } from './syntax.ts'
import type { SetOperand, UpdateAction } from './update.ts'

const MAX_OPERATORS = 300
const ADDED: ReadonlySet<AttributeType> = new Set(['N', 'SS', 'NS', 'BS'])
const DELETED: ReadonlySet<AttributeType> = new Set(['SS', 'NS', 'BS'])

// How AWS names types in the messages of ADD and DELETE.
const LONG_NAMES = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  L: 'LIST',
  M: 'MAP',
  BOOL: 'BOOLEAN',
  NULL: 'NULL'
}

/** Resolves the operands of an update's actions, and checks those whose type is known. */
export class UpdateResolver {
  readonly #placeholders: Placeholders
  #operators = 0

  constructor(placeholders: Placeholders) {
    this.#placeholders = placeholders
  }

  resolve(action: ActionSyntax, path: Path): UpdateAction {
    switch (action.kind) {
      case 'REMOVE':
        return { kind: 'REMOVE', path }
      case 'SET':
        return { kind: 'SET', path, operand: this.#assigned(action.operand) }
      default: {
        const value = this.#placeholders.value(action.placeholder)
        checkSectionType(action.kind, value)
        return { kind: action.kind, path, value }
      }
    }
  }

  #assigned(syntax: SetSyntax): SetOperand {
    if (!isArithmetic(syntax)) return this.#operand(syntax)
    const left = this.#operand(syntax.operands[0])
    const right = this.#operand(syntax.operands[1])
    this.#countOperator()
    checkOperandType(syntax.kind, left, 'N')
    checkOperandType(syntax.kind, right, 'N')
    return { kind: syntax.kind, left, right }
  }

  #operand(syntax: OperandSyntax): SetOperand {
    switch (syntax.kind) {
      case 'value':
        return { kind: 'value', value: this.#placeholders.value(syntax.placeholder) }
      case 'path':
        return { kind: 'path', path: resolvePath(syntax, this.#placeholders) }
      case 'function':
        return this.#function(syntax)
    }
  }

  #function({ name, operands }: FunctionSyntax): SetOperand {
    const resolved = operands.map((operand) => this.#operand(operand))
    const [left, right] = resolved
    if (resolved.length !== 2 || !left || !right) {
      throw new ExpressionError(
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${resolved.length}`
      )
    }
    this.#countOperator()
    // The names were checked: it is one of two.
    if (name === 'list_append') {
      checkOperandType(name, left, 'L')
      checkOperandType(name, right, 'L')
      return { kind: name, left, right }
    }
    if (left.kind !== 'path') {
      throw new ExpressionError(
        `Operator or function requires a document path; operator or function: ${name}`
      )
    }
    if (right.kind === 'path') checkDistinct(name, left.path, [right.path])
    return { kind: 'if_not_exists', path: left.path, otherwise: right }
  }

  #countOperator(): void {
    this.#operators++
    if (this.#operators <= MAX_OPERATORS) return
    throw new ExpressionError(
      `The expression contains too many operators; operator count: ${this.#operators}`
    )
  }
}

function isArithmetic(syntax: SetSyntax): syntax is Exclude<SetSyntax, OperandSyntax> {
  return syntax.kind === '+' || syntax.kind === '-'
}

function checkSectionType(section: 'ADD' | 'DELETE', value: AttributeValue): void {
  const type = typeOf(value)
  if ((section === 'ADD' ? ADDED : DELETED).has(type)) return
  throw new ExpressionError(
    `Incorrect operand type for operator or function; operator: ${section}, operand type: ${LONG_NAMES[type]}, typeSet: ALLOWED_FOR_${section}_OPERAND`
  )
}

function checkOperandType(operator: string, operand: SetOperand, wanted: AttributeType): void {
  if (operand.kind !== 'value') return
  const type = typeOf(operand.value)
  if (type === wanted) return
  throw new ExpressionError(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`
  )
}
