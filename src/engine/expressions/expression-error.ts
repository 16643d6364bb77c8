import { validationError } from '../errors.ts'

export type ExpressionKind =
  | 'ConditionExpression'
  | 'FilterExpression'
  | 'KeyConditionExpression'
  | 'ProjectionExpression'
  | 'UpdateExpression'

/** What is wrong with an expression, before it is said which expression it is. */
export class ExpressionError extends Error {}

/**
 * The error of parentheses around parentheses, which AWS tells where they close, whatever follows.
 */
export function redundantParentheses(): ExpressionError {
  return new ExpressionError('The expression has redundant parentheses;')
}

const MAX_BYTES = 4096

/**
 * Runs a parser on an expression whose size is right, and names the expression in front of what is
 * wrong with it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (expression
 * parameters)
 */
export function parseAs<Parsed>(
  kind: ExpressionKind,
  text: string,
  parse: (text: string) => Parsed
): Parsed {
  try {
    checkSize(text)
    return parse(text)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    throw validationError(`Invalid ${kind}: ${error.message}`)
  }
}

function checkSize(text: string): void {
  if (text === '') throw new ExpressionError('The expression can not be empty;')
  const size = Buffer.byteLength(text)
  if (size <= MAX_BYTES) return
  throw new ExpressionError(
    `Expression size has exceeded the maximum allowed size; expression size: ${size}`
  )
}
