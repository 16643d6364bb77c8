import { ExpressionError } from './expression-error.ts'
import type { Path } from './path.ts'
import { equalPaths, printPath } from './resolve-path.ts'

/** Refuses an operator or function whose first operand is the very path of another one. */
export function checkDistinct(operator: string, first: Path, others: Path[]): void {
  if (!others.some((other) => equalPaths(first, other))) return
  throw new ExpressionError(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${printPath(first)}`
  )
}
