import { type AttributeType, typeOf } from '../values/attribute-value.ts'
import { compareValues } from '../values/compare.ts'
import { printValue } from '../values/print-value.ts'
import type { Operand } from './condition.ts'
import { checkDistinct } from './distinct.ts'
import { ExpressionError } from './expression-error.ts'
import type { Path } from './path.ts'

// Both lists in the order in which AWS prints them.
const VALID_TYPES = '{B,NULL,SS,BOOL,L,BS,N,NS,S,M}'
const ALL_TYPES = '{NS,SS,L,BS,N,M,B,BOOL,NULL,S}'
const TYPE_NAMES: ReadonlySet<string> = new Set(VALID_TYPES.slice(1, -1).split(','))

/** Refuses an operator whose first operand is a path that another operand is, too. */
export function checkDistinctOperands(operator: string, [first, ...others]: Operand[]): void {
  if (first?.kind !== 'path') return
  const paths = others.flatMap((other) => (other.kind === 'path' ? [other.path] : []))
  checkDistinct(operator, first.path, paths)
}

/**
 * Refuses a value, or a size, of a type that the operator takes not. A path's type is not known
 * yet.
 */
export function checkType(
  operand: Operand,
  allowed: ReadonlySet<AttributeType>,
  operator: string
): void {
  if (operand.kind === 'path') return
  const type = operand.kind === 'size' ? 'N' : typeOf(operand.value)
  if (!allowed.has(type)) throw wrongType(operator, type)
}

function wrongType(operator: string, type: string): ExpressionError {
  return new ExpressionError(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`
  )
}

/** Refuses values as bounds of BETWEEN whose types differ, or of which the lower is the higher. */
export function checkBounds(lower: Operand, upper: Operand): void {
  if (lower.kind !== 'value' || upper.kind !== 'value') return
  const isSameType = typeOf(lower.value) === typeOf(upper.value)
  if (isSameType && compareValues(lower.value, upper.value) <= 0) return
  const demand = isSameType
    ? 'upper bound to be greater than or equal to lower bound'
    : 'same data type for lower and upper bounds'
  throw new ExpressionError(
    `The BETWEEN operator requires ${demand}; lower bound operand: AttributeValue: ${printValue(lower.value)}, upper bound operand: AttributeValue: ${printValue(upper.value)}`
  )
}

/** The type that attribute_type's second operand names, which is a value: a string. */
export function readTypeName(operand: Operand): AttributeType {
  if (operand.kind === 'path') throw wrongType('attribute_type', ALL_TYPES)
  if (operand.kind === 'size') throw wrongType('attribute_type', 'N')
  if (!('S' in operand.value)) throw wrongType('attribute_type', typeOf(operand.value))
  const name = operand.value.S
  if (TYPE_NAMES.has(name)) return name as AttributeType
  throw new ExpressionError(
    `Invalid attribute type name found; type: ${name}, valid types: ${VALID_TYPES}`
  )
}

/** The path that an operand of attribute_exists or attribute_not_exists must be. */
export function pathOf(operand: Operand, name: string): Path {
  if (operand.kind === 'path') return operand.path
  throw new ExpressionError(
    `Operator or function requires a document path; operator or function: ${name}`
  )
}
