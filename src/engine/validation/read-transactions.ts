import { validationError } from '../errors.ts'
import type { Condition } from '../expressions/condition.ts'
import { parseUpdate } from '../expressions/parse-update.ts'
import { readItem } from '../values/read-value.ts'
import { checkMixing, type ExpressionInput, withPlaceholders } from './expression-parameters.ts'
import { pick } from './pick.ts'
import { readProjection } from './read-reads.ts'
import { checkItemSize, parseConditionOf } from './read-writes.ts'
import type {
  TransactGetItemsRequest,
  TransactWrite,
  TransactWriteItemsRequest
} from './requests.ts'

const ACTIONS = ['ConditionCheck', 'Put', 'Delete', 'Update'] as const

interface TransactedInput
  extends ExpressionInput,
    Pick<TransactWrite, 'TableName' | 'ReturnValuesOnConditionCheckFailure'> {
  Key?: unknown
  Item?: unknown
}

interface TransactGetInput extends Omit<TransactGetItemsRequest, 'gets'> {
  TransactItems: { Get: ExpressionInput & { TableName: string; Key: unknown } }[]
}

type TransactItem = { [Action in (typeof ACTIONS)[number]]?: TransactedInput }

interface TransactWriteInput extends Omit<TransactWriteItemsRequest, 'writes'> {
  TransactItems: (TransactItem | null)[]
}

/** Reads each get's key and projection. Throws AWS's errors, as all readers here do. */
export function readTransactGetItems(input: TransactGetInput): TransactGetItemsRequest {
  const gets = input.TransactItems.map(({ Get }) => {
    checkMixing(Get, ['ProjectionExpression'], [])
    const projection = readProjection(Get)
    return { TableName: Get.TableName, key: readItem(Get.Key), ...(projection && { projection }) }
  })
  return { ...pick(input, ['ReturnConsumedCapacity']), gets }
}

/** Reads each action, which must be one of the four kinds. */
export function readTransactWriteItems(input: TransactWriteInput): TransactWriteItemsRequest {
  const own = pick(input, [
    'ReturnConsumedCapacity',
    'ReturnItemCollectionMetrics',
    'ClientRequestToken'
  ])
  return { ...own, writes: input.TransactItems.map(readAction) }
}

function readAction(item: TransactItem | null): TransactWrite {
  const [kind, ...others] = ACTIONS.filter((action) => item?.[action] !== undefined)
  const action = kind && item?.[kind]
  if (kind === undefined || action === undefined) {
    throw validationError(
      'Invalid Request: TransactWriteRequest should contain Delete or Put or Update request'
    )
  }
  if (others.length > 0) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete')
  }
  const own = pick(action, ['TableName', 'ReturnValuesOnConditionCheckFailure'])
  switch (kind) {
    case 'Update':
      return { ...own, kind, ...readUpdate(action) }
    case 'Put': {
      checkMixing(action, ['ConditionExpression'], [])
      const item = readItem(action.Item)
      checkItemSize(item)
      return { ...own, kind, item, ...readCondition(action) }
    }
    default: {
      checkMixing(action, ['ConditionExpression'], [])
      const key = readItem(action.Key)
      // The shape check is sure that a ConditionCheck has its condition.
      return { ...own, kind, key, ...readCondition(action) } as TransactWrite
    }
  }
}

function readCondition(action: TransactedInput): { condition?: Condition } {
  const condition = withPlaceholders(action, (placeholders) =>
    parseConditionOf(action, placeholders)
  )
  return { ...(condition && { condition }) }
}

function readUpdate(
  action: TransactedInput
): Pick<Extract<TransactWrite, { kind: 'Update' }>, 'key' | 'update' | 'condition'> {
  checkMixing(action, ['UpdateExpression', 'ConditionExpression'], [])
  const key = readItem(action.Key)
  return withPlaceholders(action, (placeholders) => {
    const update = parseUpdate(action.UpdateExpression ?? '', placeholders)
    const condition = parseConditionOf(action, placeholders)
    return { key, update, ...(condition && { condition }) }
  })
}
