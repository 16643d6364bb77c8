import { mapMembers, toAttributeValue } from '../../json/attribute-values.ts'
import { parse } from '../../json/parse.ts'
import { kindOf } from '../../operations/words.ts'
import type { OptionName, OptionValues } from '../table/options.ts'
import { readText } from '../table/parse-arguments.ts'
import { UsageError } from '../usage-error.ts'

/**
 * What of a table is read, as the payload of `list`, `query` or `count` has it; values as plain
 * JSON.
 */
export function readSelection(options: OptionValues): Record<string, unknown> {
  const index = readText(options, 'index')
  const query = readText(options, 'query')
  const filter = readText(options, 'filter')
  const names = readObject(options, 'names')
  const values = readObject(options, 'values')
  if ((names || values) && query === undefined && filter === undefined) {
    throw new UsageError('--names, --values: expected --query or --filter beside them')
  }
  return {
    ...(index === undefined ? {} : { IndexName: index }),
    ...(query === undefined ? {} : { KeyConditionExpression: query }),
    ...(filter === undefined ? {} : { FilterExpression: filter }),
    ...(names ? { ExpressionAttributeNames: names } : {}),
    ...(values ? { ExpressionAttributeValues: values } : {})
  }
}

/** The same, values as DynamoDB has them. */
export function readTypedSelection(options: OptionValues): Record<string, unknown> {
  const selection = readSelection(options)
  const values = selection.ExpressionAttributeValues as object | undefined
  if (!values) return selection
  return { ...selection, ExpressionAttributeValues: mapMembers(values, toAttributeValue) }
}

/** Says whether all items are read, whose number is known. */
export function isWhole(selection: Record<string, unknown>): boolean {
  const { FilterExpression, KeyConditionExpression } = selection
  return FilterExpression === undefined && KeyConditionExpression === undefined
}

function readObject(options: OptionValues, name: OptionName): object | undefined {
  const text = readText(options, name)
  if (text === undefined) return undefined
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    throw new UsageError(`--${name}: expected JSON: ${(error as Error).message}`)
  }
  if (kindOf(value) === 'an object') return value as object
  throw new UsageError(`--${name}: expected a JSON object, got ${kindOf(value)}`)
}
