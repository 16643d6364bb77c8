import type { AttributeType, AttributeValue } from '../values/attribute-value.ts'
import type { Path } from './path.ts'

/** What a comparison or a function takes: a document path, a value, or the size of either. */
export type Operand =
  | { kind: 'path'; path: Path }
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'size'; of: Operand }

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>='

/**
 * A condition, parsed and with its placeholders resolved; the legacy parameters are made of the
 * same parts.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export type Condition =
  | { kind: 'and' | 'or'; conditions: Condition[] }
  | { kind: 'not'; condition: Condition }
  | { kind: 'compare'; comparator: Comparator; left: Operand; right: Operand }
  | { kind: 'between'; operand: Operand; lower: Operand; upper: Operand }
  | { kind: 'in'; operand: Operand; candidates: Operand[] }
  | { kind: 'attribute_exists' | 'attribute_not_exists'; path: Path }
  | { kind: 'attribute_type'; operand: Operand; type: AttributeType }
  | { kind: 'begins_with' | 'contains'; operand: Operand; argument: Operand }

/** The names of the item's own attributes that a condition reads. */
export function attributesOf(condition: Condition): Set<string> {
  return new Set(pathsOf(condition).map(([name]) => name))
}

/** Every path of a condition, from left to right. */
export function pathsOf(condition: Condition): Path[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(pathsOf)
    case 'not':
      return pathsOf(condition.condition)
    case 'compare':
      return operandPaths([condition.left, condition.right])
    case 'between':
      return operandPaths([condition.operand, condition.lower, condition.upper])
    case 'in':
      return operandPaths([condition.operand, ...condition.candidates])
    case 'attribute_exists':
    case 'attribute_not_exists':
      return [condition.path]
    case 'attribute_type':
      return operandPaths([condition.operand])
    default:
      return operandPaths([condition.operand, condition.argument])
  }
}

function operandPaths(operands: Operand[]): Path[] {
  return operands.flatMap((operand) => {
    if (operand.kind === 'path') return [operand.path]
    return operand.kind === 'size' ? operandPaths([operand.of]) : []
  })
}
