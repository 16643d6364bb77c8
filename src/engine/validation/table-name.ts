import { validationError } from '../errors.ts'

export const TABLE_NAME_PATTERN = '[a-zA-Z0-9_.-]+'

const NAME = /^[a-zA-Z0-9_.-]+$/
const ARN = /^arn:[a-z-]+:dynamodb:[a-z0-9-]*:\d*:table\/[a-zA-Z0-9_.-]+$/
const MAX_LENGTH = 255

/**
 * Refuses a table's name, or its ARN, that cannot be one, before anything else is said of the
 * request. Where a table is made or described the name's least length is 3, and its absence has
 * words of its own.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
export function checkTableName(value: unknown, path: string, minLength: 1 | 3): void {
  if (typeof value !== 'string') {
    if (minLength === 1) return
    throw validationError(
      "The parameter 'TableName' is required but was not present in the request"
    )
  }
  if (ARN.test(value)) return
  const rule = brokenRule(value, minLength)
  if (rule === undefined) return
  throw validationError(
    `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${rule}`
  )
}

function brokenRule(name: string, minLength: number): string | undefined {
  if (name.length < minLength) {
    return `Member must have length greater than or equal to ${minLength}`
  }
  if (name.length > MAX_LENGTH) {
    return `Member must have length less than or equal to ${MAX_LENGTH}`
  }
  if (NAME.test(name)) return undefined
  return `Member must satisfy regular expression pattern: ${TABLE_NAME_PATTERN}`
}
