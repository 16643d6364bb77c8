import { conditionOf } from './conditions.ts'
import {
  type Call,
  type Context,
  capacityOf,
  type Input,
  itemOf,
  metricsOf,
  sometimes
} from './context.ts'
import { consistencyOf, readOf } from './item-calls.ts'
import { createPlaceholders } from './placeholders.ts'
import { projectionOf } from './projections.ts'
import { keyOf, PREFIX } from './schema.ts'
import { updateOf } from './updates.ts'
import type { Item } from './values.ts'

export function batchGetItem(context: Context): Call {
  const { random, table } = context
  const placeholders = createPlaceholders(random)
  const read = readOf(context, placeholders)
  const keys = distinctKeys(context, random.between(1, 6))
  const request = { Keys: keys, ...read, ...placeholders.members(), ...consistencyOf(context) }
  return {
    operation: 'BatchGetItem',
    input: { RequestItems: { [table.name]: request }, ...capacityOf(random) }
  }
}

export function batchWriteItem(context: Context): Call {
  const { random, table } = context
  const requests = distinctKeys(context, random.between(1, 6)).map((key) =>
    random.chance(0.6)
      ? { PutRequest: { Item: { ...itemOf(context), ...key } } }
      : { DeleteRequest: { Key: key } }
  )
  return {
    operation: 'BatchWriteItem',
    input: { RequestItems: { [table.name]: requests }, ...capacityOf(random), ...metricsOf(random) }
  }
}

export function transactGetItems(context: Context): Call {
  const { random, table } = context
  const gets = distinctKeys(context, random.between(1, 4)).map((key) => {
    const placeholders = createPlaceholders(random)
    const read = sometimes(random, 0.3, () => ({
      ProjectionExpression: projectionOf(context, placeholders)
    }))
    return { Get: { TableName: table.name, Key: key, ...read, ...placeholders.members() } }
  })
  return { operation: 'TransactGetItems', input: { TransactItems: gets, ...capacityOf(random) } }
}

export function transactWriteItems(context: Context): Call {
  const { random } = context
  const actions = distinctKeys(context, random.between(1, 4)).map((key) => actionOf(context, key))
  const input = {
    TransactItems: actions,
    ...sometimes(random, 0.1, () => ({
      ClientRequestToken: `${PREFIX}${random.between(0, 2)}`
    })),
    ...capacityOf(random),
    ...metricsOf(random)
  }
  return { operation: 'TransactWriteItems', input }
}

function actionOf(context: Context, key: Item): Input {
  const { random, table } = context
  const placeholders = createPlaceholders(random)
  const condition = (probability: number) =>
    sometimes(random, probability, () => ({
      ConditionExpression: conditionOf(context, placeholders, 1),
      ...sometimes(random, 0.5, () => ({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }))
    }))
  const TableName = table.name
  switch (random.between(0, 4)) {
    case 0:
    case 1:
      return {
        Put: {
          TableName,
          Item: { ...itemOf(context), ...key },
          ...condition(0.2),
          ...placeholders.members()
        }
      }
    case 2: {
      const update = { UpdateExpression: updateOf(context, placeholders), ...condition(0.2) }
      return { Update: { TableName, Key: key, ...update, ...placeholders.members() } }
    }
    case 3:
      return { Delete: { TableName, Key: key, ...condition(0.3), ...placeholders.members() } }
    default:
      return { ConditionCheck: { TableName, Key: key, ...condition(1), ...placeholders.members() } }
  }
}

/** Keys of which no two are equal as DynamoDB sees it: a number is what it is worth. */
function distinctKeys({ random, table }: Context, count: number): Item[] {
  const keys = new Map<string, Item>()
  for (let i = 0; i < count; i++) {
    const key = keyOf(random, table)
    keys.set(
      JSON.stringify(key, (name, value) => (name === 'N' ? Number(value) : value)),
      key
    )
  }
  return [...keys.values()]
}
