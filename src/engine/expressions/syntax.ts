import type { Comparator } from './condition.ts'

/** A document path as it is written: names, `#placeholders` and list indexes. */
export interface PathSyntax {
  kind: 'path'
  elements: (string | number)[]
}

export interface FunctionSyntax {
  kind: 'function'
  name: string
  operands: OperandSyntax[]
}

/** An operand as it is written; `placeholder` is the value's, with its colon. */
export type OperandSyntax = PathSyntax | FunctionSyntax | { kind: 'value'; placeholder: string }

/** A condition as it is written, of right syntax, nothing else checked. */
export type ConditionSyntax =
  | FunctionSyntax
  | { kind: 'AND' | 'OR'; left: ConditionSyntax; right: ConditionSyntax }
  | { kind: 'NOT'; condition: ConditionSyntax }
  | { kind: 'compare'; operator: Comparator; operands: [OperandSyntax, OperandSyntax] }
  | { kind: 'BETWEEN'; operands: [OperandSyntax, OperandSyntax, OperandSyntax] }
  | { kind: 'IN'; operands: [OperandSyntax, ...OperandSyntax[]] }

/** What SET assigns, as it is written. */
export type SetSyntax =
  | OperandSyntax
  | { kind: '+' | '-'; operands: [OperandSyntax, OperandSyntax] }

/** One action of an update, as it is written. */
export type ActionSyntax =
  | { kind: 'SET'; path: PathSyntax; operand: SetSyntax }
  | { kind: 'REMOVE'; path: PathSyntax }
  | { kind: 'ADD' | 'DELETE'; path: PathSyntax; placeholder: string }

/** One section of an update, as it is written. */
export interface SectionSyntax {
  keyword: ActionSyntax['kind']
  actions: ActionSyntax[]
}
