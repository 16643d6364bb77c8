import { validationError } from '../errors.ts'
import type { Condition } from '../expressions/condition.ts'
import { parseCondition } from '../expressions/parse-condition.ts'
import { parseUpdate } from '../expressions/parse-update.ts'
import type { Placeholders } from '../expressions/placeholders.ts'
import { type RawUpdate, toUpdate } from '../legacy/attribute-updates.ts'
import type { ConditionalOperator } from '../legacy/conditional-operator.ts'
import { type RawExpectation, toExpected } from '../legacy/expected.ts'
import { readItem } from '../values/read-value.ts'
import { itemSize } from '../values/size.ts'
import { checkMixing, type ExpressionInput, withPlaceholders } from './expression-parameters.ts'
import { pick } from './pick.ts'
import type { DeleteItemRequest, PutItemRequest, UpdateItemRequest } from './requests.ts'

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html (items)
const MAX_ITEM_BYTES = 400 * 1024

const OWN = [
  'TableName',
  'ReturnValues',
  'ReturnConsumedCapacity',
  'ReturnItemCollectionMetrics',
  'ReturnValuesOnConditionCheckFailure'
] as const

interface ConditionalInput extends ExpressionInput {
  Expected?: Record<string, RawExpectation | null>
  ConditionalOperator?: ConditionalOperator
}

type PutInput = ConditionalInput & Pick<PutItemRequest, (typeof OWN)[number]> & { Item: unknown }
type DeleteInput = ConditionalInput &
  Pick<DeleteItemRequest, (typeof OWN)[number]> & { Key: unknown }
type UpdateInput = ConditionalInput &
  Pick<UpdateItemRequest, (typeof OWN)[number]> & {
    Key: unknown
    AttributeUpdates?: Record<string, RawUpdate | null>
  }

/** Reads item and condition. Throws AWS's errors, as all readers here do. */
export function readPutItem(input: PutInput): PutItemRequest {
  checkMixing(input, ['ConditionExpression'], ['Expected'])
  const item = readItem(input.Item)
  checkReturnValues(input.ReturnValues)
  checkItemSize(item)
  const condition = readCondition(input)
  return { ...pick(input, OWN), item, ...(condition && { condition }) }
}

/** Reads key and condition. */
export function readDeleteItem(input: DeleteInput): DeleteItemRequest {
  checkMixing(input, ['ConditionExpression'], ['Expected'])
  checkReturnValues(input.ReturnValues)
  const key = readItem(input.Key)
  const condition = readCondition(input)
  return { ...pick(input, OWN), key, ...(condition && { condition }) }
}

/** Reads key, update and condition, of expressions or legacy parameters. */
export function readUpdateItem(input: UpdateInput): UpdateItemRequest {
  checkMixing(input, ['UpdateExpression', 'ConditionExpression'], ['AttributeUpdates', 'Expected'])
  const key = readItem(input.Key)
  const legacyUpdate = input.AttributeUpdates && toUpdate(input.AttributeUpdates)
  const expected = toExpected(input.Expected, input.ConditionalOperator)
  return withPlaceholders(input, (placeholders) => {
    const { UpdateExpression } = input
    const update =
      UpdateExpression === undefined ? legacyUpdate : parseUpdate(UpdateExpression, placeholders)
    const condition = parseConditionOf(input, placeholders) ?? expected
    return {
      ...pick(input, OWN),
      key,
      ...(update && { update }),
      ...(condition && { condition })
    }
  })
}

/** Refuses an item of more than 400 KB. */
export function checkItemSize(item: PutItemRequest['item']): void {
  if (itemSize(item) <= MAX_ITEM_BYTES) return
  throw validationError('Item size has exceeded the maximum allowed size')
}

/** Parses a ConditionExpression where there is one. */
export function parseConditionOf(
  { ConditionExpression }: ExpressionInput,
  placeholders: Placeholders
): Condition | undefined {
  if (ConditionExpression === undefined) return undefined
  return parseCondition(ConditionExpression, placeholders, 'ConditionExpression')
}

function readCondition(input: ConditionalInput): Condition | undefined {
  const expected = toExpected(input.Expected, input.ConditionalOperator)
  return (
    withPlaceholders(input, (placeholders) => parseConditionOf(input, placeholders)) ?? expected
  )
}

function checkReturnValues(value: string | undefined): void {
  if (value === undefined || value === 'ALL_OLD' || value === 'NONE') return
  throw validationError('ReturnValues can only be ALL_OLD or NONE')
}
