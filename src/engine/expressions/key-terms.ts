import { validationError } from '../errors.ts'
import type { AttributeValue } from '../values/attribute-value.ts'
import type { Comparator, Condition, Operand } from './condition.ts'
import type { KeyTerm, SortOperator } from './key-expression.ts'

const MIRRORED: Record<Comparator, SortOperator | undefined> = {
  '=': '=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '<>': undefined
}

/**
 * Reads the terms of a KeyConditionExpression: one for each key, joined by AND. Throws AWS's errors
 * of conditions that no key can have.
 */
export function readKeyTerms(condition: Condition): KeyTerm[] {
  const terms = new Map<string, KeyTerm>()
  for (const term of collect(condition)) {
    if (terms.has(term.attribute)) {
      throw validationError('KeyConditionExpressions must only contain one condition per key')
    }
    terms.set(term.attribute, term)
  }
  if (terms.size > 2) throw validationError('Conditions can be of length 1 or 2 only')
  return [...terms.values()]
}

function* collect(condition: Condition): Generator<KeyTerm> {
  switch (condition.kind) {
    case 'and':
      for (const one of condition.conditions) yield* collect(one)
      return
    case 'compare':
      yield readComparison(condition)
      return
    case 'between':
      yield readLeading('BETWEEN', condition.operand, [condition.lower, condition.upper])
      return
    case 'begins_with':
      yield readLeading('begins_with', condition.operand, [condition.argument])
      return
    case 'or':
    case 'not':
    case 'in':
      throw invalidOperator(condition.kind.toUpperCase())
    default:
      throw invalidOperator(condition.kind)
  }
}

function readComparison({
  comparator,
  left,
  right
}: Extract<Condition, { kind: 'compare' }>): KeyTerm {
  const mirrored = MIRRORED[comparator]
  if (mirrored === undefined || comparator === '<>') throw invalidOperator(comparator)
  const name = readName([left, right])
  if (name === undefined) throw invalidCondition('No key attribute specified')
  return left.kind === 'value'
    ? { attribute: name, operator: mirrored, values: [left.value] }
    : { attribute: name, operator: comparator, values: valuesOf([right]) }
}

function readLeading(
  operator: 'BETWEEN' | 'begins_with',
  first: Operand,
  others: Operand[]
): KeyTerm {
  if (first.kind === 'value') {
    throw invalidCondition(`${operator} operator must have the key attribute as its first operand`)
  }
  const name = readName([first, ...others])
  if (name === undefined) throw invalidCondition('No key attribute specified')
  return { attribute: name, operator, values: valuesOf(others) }
}

/** The one attribute that operands name, which must be a whole one. */
function readName(operands: Operand[]): string | undefined {
  let name: string | undefined
  for (const operand of operands) {
    if (operand.kind === 'size') {
      throw validationError('KeyConditionExpressions cannot contain nested operations')
    }
    if (operand.kind === 'value') continue
    if (name !== undefined) {
      throw invalidCondition('Multiple attribute names used in one condition')
    }
    if (operand.path.length > 1) {
      throw validationError('KeyConditionExpressions cannot have conditions on nested attributes')
    }
    name = operand.path[0]
  }
  return name
}

function valuesOf(operands: Operand[]): AttributeValue[] {
  return operands.flatMap((operand) => (operand.kind === 'value' ? [operand.value] : []))
}

function invalidOperator(operator: string): Error {
  return validationError(`Invalid operator used in KeyConditionExpression: ${operator}`)
}

function invalidCondition(fault: string): Error {
  return validationError(`Invalid condition in KeyConditionExpression: ${fault}`)
}
