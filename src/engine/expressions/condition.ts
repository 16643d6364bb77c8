import type { AttributeType, AttributeValue } from '../values/attribute-value.ts'
import type { Path } from './path.ts'

/** What a comparison or a function takes: a document path, a value, or the size of what is at a path. */
export type Operand =
  | { kind: 'path'; path: Path }
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'size'; of: Operand }

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>='

/**
 * A condition, filter or key condition, parsed and with its placeholders resolved.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export type Condition =
  | { kind: 'and' | 'or'; conditions: Condition[] }
  | { kind: 'not'; condition: Condition }
  | { kind: 'compare'; comparator: Comparator; left: Operand; right: Operand }
  | { kind: 'between'; operand: Operand; lower: Operand; upper: Operand }
  | { kind: 'in'; operand: Operand; candidates: Operand[] }
  | { kind: 'attribute_exists' | 'attribute_not_exists'; path: Path }
  | { kind: 'attribute_type'; path: Path; type: AttributeType }
  | { kind: 'begins_with' | 'contains'; operand: Operand; argument: Operand }

/** The names of the item's own attributes that a condition reads. */
export function attributesOf(_condition: Condition): Set<string> {
  throw new Error('to be written')
}
