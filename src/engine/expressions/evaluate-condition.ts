import {
  type AttributeType,
  type AttributeValue,
  type Item,
  typed,
  typeOf
} from '../values/attribute-value.ts'
import { compareValues, equalValues } from '../values/compare.ts'
import type { Comparator, Condition, Operand } from './condition.ts'
import { readPath } from './read-path.ts'

const NOTHING: Item = {}
const ORDERED: ReadonlySet<AttributeType> = new Set(['S', 'N', 'B'])

/**
 * Says whether a condition holds for an item; a missing item is one without attributes. What is
 * missing is equal to nothing, differs from everything, and is in no order.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function evaluateCondition(condition: Condition, item: Item = NOTHING): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.every((one) => evaluateCondition(one, item))
    case 'or':
      return condition.conditions.some((one) => evaluateCondition(one, item))
    case 'not':
      return !evaluateCondition(condition.condition, item)
    case 'compare':
      return compare(
        condition.comparator,
        readOperand(condition.left, item),
        readOperand(condition.right, item)
      )
    case 'between': {
      const value = readOperand(condition.operand, item)
      return (
        compare('>=', value, readOperand(condition.lower, item)) &&
        compare('<=', value, readOperand(condition.upper, item))
      )
    }
    case 'in': {
      const value = readOperand(condition.operand, item)
      return condition.candidates.some((one) => compare('=', value, readOperand(one, item)))
    }
    case 'attribute_exists':
      return readPath(item, condition.path) !== undefined
    case 'attribute_not_exists':
      return readPath(item, condition.path) === undefined
    case 'attribute_type': {
      const value = readOperand(condition.operand, item)
      return value !== undefined && typeOf(value) === condition.type
    }
    case 'begins_with':
      return beginsWith(readOperand(condition.operand, item), readOperand(condition.argument, item))
    case 'contains':
      return contains(readOperand(condition.operand, item), readOperand(condition.argument, item))
  }
}

function readOperand(operand: Operand, item: Item): AttributeValue | undefined {
  switch (operand.kind) {
    case 'value':
      return operand.value
    case 'path':
      return readPath(item, operand.path)
    case 'size':
      return measure(readOperand(operand.of, item))
  }
}

function compare(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined
): boolean {
  if (left === undefined || right === undefined) return comparator === '<>'
  if (comparator === '=') return equalValues(left, right)
  if (comparator === '<>') return !equalValues(left, right)
  const type = typeOf(left)
  if (type !== typeOf(right) || !ORDERED.has(type)) return false
  const order = compareValues(left, right)
  switch (comparator) {
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

/**
 * What size() is of a value: characters' bytes, bytes, members or elements; of other types nothing.
 */
function measure(value: AttributeValue | undefined): AttributeValue | undefined {
  if (value === undefined) return undefined
  const { type, content } = typed(value)
  switch (type) {
    case 'S':
      return { N: String(Buffer.byteLength(content)) }
    case 'B':
      return { N: String(Buffer.byteLength(content, 'base64')) }
    case 'M':
      return { N: String(Object.keys(content).length) }
    case 'L':
    case 'SS':
    case 'NS':
    case 'BS':
      return { N: String(content.length) }
    default:
      return undefined
  }
}

function beginsWith(
  value: AttributeValue | undefined,
  prefix: AttributeValue | undefined
): boolean {
  if (value === undefined || prefix === undefined) return false
  if ('S' in value && 'S' in prefix) return value.S.startsWith(prefix.S)
  if (!('B' in value && 'B' in prefix)) return false
  const start = Buffer.from(prefix.B, 'base64')
  return Buffer.from(value.B, 'base64').subarray(0, start.length).equals(start)
}

/** A substring, a run of bytes, a member of a set, or an equal element of a list. */
function contains(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (value === undefined || part === undefined) return false
  if ('L' in value) return value.L.some((element) => equalValues(element, part))
  if ('S' in value) return 'S' in part && value.S.includes(part.S)
  if ('B' in value) {
    return 'B' in part && Buffer.from(value.B, 'base64').includes(Buffer.from(part.B, 'base64'))
  }
  if ('SS' in value) return 'S' in part && value.SS.includes(part.S)
  if ('NS' in value) return 'N' in part && value.NS.includes(part.N)
  if ('BS' in value) return 'B' in part && value.BS.includes(part.B)
  return false
}
