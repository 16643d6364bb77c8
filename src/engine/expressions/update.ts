import type { AttributeValue } from '../values/attribute-value.ts'
import type { Path } from './path.ts'

/** What a SET action assigns. */
export type SetOperand =
  | { kind: 'path'; path: Path }
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'if_not_exists'; path: Path; otherwise: SetOperand }
  | { kind: 'list_append' | '+' | '-'; left: SetOperand; right: SetOperand }

export type UpdateAction =
  | { kind: 'SET'; path: Path; operand: SetOperand }
  | { kind: 'REMOVE'; path: Path }
  | { kind: 'ADD' | 'DELETE'; path: Path; value: AttributeValue }

/** A parsed UpdateExpression or AttributeUpdates; no action's path overlaps another's. */
export interface Update {
  actions: UpdateAction[]
  /** What AWS says of a value of the wrong type, which differs between the two. */
  typeMismatch: string
}
