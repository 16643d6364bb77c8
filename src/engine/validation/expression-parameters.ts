import { validationError } from '../errors.ts'
import { Placeholders } from '../expressions/placeholders.ts'

/** The members of an input that are expressions or stand beside them, of right JSON types. */
export interface ExpressionInput {
  ConditionExpression?: string
  FilterExpression?: string
  KeyConditionExpression?: string
  ProjectionExpression?: string
  UpdateExpression?: string
  ExpressionAttributeNames?: Record<string, string | null>
  ExpressionAttributeValues?: Record<string, unknown>
  KeyConditions?: unknown
}

/**
 * Refuses expressions beside legacy parameters, and placeholders without the expressions that may
 * use them. Both lists are in the order in which AWS names what is there.
 */
export function checkMixing(
  input: ExpressionInput,
  expressions: (keyof ExpressionInput)[],
  legacy: string[]
): void {
  const given = input as Record<string, unknown>
  const used = expressions.filter((name) => given[name] !== undefined)
  const mixed = legacy.filter((name) => given[name] !== undefined && mixes(name, input))
  if (used.length > 0 && mixed.length > 0) {
    throw validationError(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${mixed.join(', ')}} Expression parameters: {${used.join(', ')}}`
    )
  }
  if (input.ExpressionAttributeNames !== undefined && used.length === 0) {
    throw validationError('ExpressionAttributeNames can only be specified when using expressions')
  }
  checkValues(input, expressions)
}

/** KeyConditions may stand beside the expressions that say nothing of keys. */
function mixes(name: string, input: ExpressionInput): boolean {
  return name !== 'KeyConditions' || input.KeyConditionExpression !== undefined
}

function checkValues(input: ExpressionInput, expressions: (keyof ExpressionInput)[]): void {
  const valued = expressions.filter((name) => name !== 'ProjectionExpression')
  if (input.ExpressionAttributeValues === undefined || valued.length === 0) return
  if (valued.some((name) => input[name] !== undefined)) return
  throw validationError(
    `ExpressionAttributeValues can only be specified when using expressions: ${valued.join(' and ')} ${valued.length > 1 ? 'are' : 'is'} null`
  )
}

/**
 * Reads the placeholders of an input, checks that they are right, and that the parsers use them
 * all.
 */
export function withPlaceholders<Parsed>(
  input: ExpressionInput,
  parse: (placeholders: Placeholders) => Parsed
): Parsed {
  const placeholders = new Placeholders(
    input.ExpressionAttributeNames,
    input.ExpressionAttributeValues
  )
  const parsed = parse(placeholders)
  placeholders.finish()
  return parsed
}
