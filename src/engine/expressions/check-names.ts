import { ExpressionError } from './expression-error.ts'
import { isReservedWord } from './reserved-words.ts'
import type {
  ConditionSyntax,
  FunctionSyntax,
  OperandSyntax,
  PathSyntax,
  SetSyntax
} from './syntax.ts'

const MAX_INDEX = 2_147_483_647

const CONDITION_FUNCTIONS = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size'
])
const UPDATE_FUNCTIONS = new Set(['if_not_exists', 'list_append'])

/**
 * Refuses reserved words and indexes that are too large in a path, in the order of its elements.
 */
export function checkPathNames(path: PathSyntax): void {
  for (const element of path.elements) {
    if (typeof element === 'number') checkIndex(element)
    else if (isReservedWord(element)) {
      throw new ExpressionError(
        `Attribute name is a reserved keyword; reserved keyword: ${element}`
      )
    }
  }
}

/**
 * Refuses the first wrong name from the left: a function that there is not or not here, a reserved
 * word, an index. It stands before anything is said of placeholders and types.
 */
export function checkConditionNames(condition: ConditionSyntax): void {
  switch (condition.kind) {
    case 'AND':
    case 'OR':
      checkConditionNames(condition.left)
      checkConditionNames(condition.right)
      return
    case 'NOT':
      checkConditionNames(condition.condition)
      return
    case 'function':
      checkFunctionName(condition, CONDITION_FUNCTIONS)
      if (condition.name === 'size') throw misused(condition)
      checkOperandNames(condition.operands)
      return
    default:
      checkOperandNames(condition.operands)
  }
}

/** The same for what an update's SET assigns. */
export function checkAssignedNames(assigned: SetSyntax): void {
  switch (assigned.kind) {
    case '+':
    case '-':
      checkUpdateOperandNames(assigned.operands)
      return
    case 'path':
      checkPathNames(assigned)
      return
    case 'function':
      checkFunctionName(assigned, UPDATE_FUNCTIONS)
      checkUpdateOperandNames(assigned.operands)
  }
}

function checkUpdateOperandNames(operands: OperandSyntax[]): void {
  for (const operand of operands) {
    if (operand.kind === 'path') checkPathNames(operand)
    if (operand.kind !== 'function') continue
    checkFunctionName(operand, UPDATE_FUNCTIONS)
    if (operand.name === 'list_append') throw misused(operand)
    checkUpdateOperandNames(operand.operands)
  }
}

function checkOperandNames(operands: OperandSyntax[]): void {
  for (const operand of operands) {
    if (operand.kind === 'path') checkPathNames(operand)
    if (operand.kind !== 'function') continue
    checkFunctionName(operand, CONDITION_FUNCTIONS)
    if (operand.name !== 'size') throw misused(operand)
    checkOperandNames(operand.operands)
  }
}

function checkFunctionName({ name }: FunctionSyntax, allowed: Set<string>): void {
  if (allowed.has(name)) return
  if (!CONDITION_FUNCTIONS.has(name) && !UPDATE_FUNCTIONS.has(name)) {
    throw new ExpressionError(`Invalid function name; function: ${name}`)
  }
  const where = allowed === CONDITION_FUNCTIONS ? 'a condition' : 'an update'
  throw new ExpressionError(`The function is not allowed in ${where} expression; function: ${name}`)
}

function misused({ name }: FunctionSyntax): ExpressionError {
  return new ExpressionError(
    `The function is not allowed to be used this way in an expression; function: ${name}`
  )
}

function checkIndex(index: number): void {
  if (index <= MAX_INDEX) return
  throw new ExpressionError(`List index is not within the allowable range; index: [${index}]`)
}
