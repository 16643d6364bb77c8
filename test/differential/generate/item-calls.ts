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
import { attributesToGetOf, attributeUpdatesOf, expectedOf } from './legacy.ts'
import { createPlaceholders, type Placeholders } from './placeholders.ts'
import { projectionOf } from './projections.ts'
import { keyOf } from './schema.ts'
import { updateOf } from './updates.ts'

const OLD = ['NONE', 'ALL_OLD', 'ALL_OLD']
const ALL = ['NONE', 'ALL_OLD', 'ALL_NEW', 'ALL_NEW', 'UPDATED_OLD', 'UPDATED_NEW', 'UPDATED_NEW']

export function putItem(context: Context): Call {
  const { random, table } = context
  const placeholders = createPlaceholders(random)
  const condition = guardOf(context, placeholders, 0.35)
  const input = {
    TableName: table.name,
    Item: itemOf(context),
    ...condition,
    ...placeholders.members(),
    ...returnOf(context, OLD)
  }
  return { operation: 'PutItem', input }
}

export function deleteItem(context: Context): Call {
  const { random, table } = context
  const placeholders = createPlaceholders(random)
  const condition = guardOf(context, placeholders, 0.5)
  const input = {
    TableName: table.name,
    Key: keyOf(random, table),
    ...condition,
    ...placeholders.members(),
    ...returnOf(context, OLD)
  }
  return { operation: 'DeleteItem', input }
}

export function updateItem(context: Context): Call {
  const { random, table } = context
  const placeholders = createPlaceholders(random)
  const isLegacy = random.chance(0.15)
  const update = isLegacy
    ? { ...attributeUpdatesOf(context), ...sometimes(random, 0.3, () => expectedOf(context)) }
    : {
        ...sometimes(random, 0.97, () => ({ UpdateExpression: updateOf(context, placeholders) })),
        ...sometimes(random, 0.3, () => ({
          ConditionExpression: conditionOf(context, placeholders)
        }))
      }
  const input = {
    TableName: table.name,
    Key: keyOf(random, table),
    ...update,
    ...placeholders.members(),
    ...returnOf(context, ALL)
  }
  return { operation: 'UpdateItem', input }
}

export function getItem(context: Context): Call {
  const { random, table } = context
  const placeholders = createPlaceholders(random)
  const projection = readOf(context, placeholders)
  const input = {
    TableName: table.name,
    Key: keyOf(random, table),
    ...projection,
    ...placeholders.members(),
    ...consistencyOf(context),
    ...capacityOf(random)
  }
  return { operation: 'GetItem', input }
}

/** What of an item is asked for, by an expression or as it used to be. */
export function readOf(context: Context, placeholders: Placeholders): Input {
  const { random } = context
  if (random.chance(0.35)) return { ProjectionExpression: projectionOf(context, placeholders) }
  return sometimes(random, 0.08, () => attributesToGetOf(context))
}

export function consistencyOf({ random }: Context): Input {
  return sometimes(random, 0.3, () => ({ ConsistentRead: random.chance(0.8) }))
}

function guardOf(context: Context, placeholders: Placeholders, probability: number): Input {
  const { random } = context
  if (random.chance(0.08)) return expectedOf(context)
  return sometimes(random, probability, () => ({
    ConditionExpression: conditionOf(context, placeholders)
  }))
}

function returnOf({ random }: Context, kinds: readonly string[]): Input {
  return {
    ...sometimes(random, 0.5, () => ({ ReturnValues: random.pick(kinds) })),
    ...sometimes(random, 0.2, () => ({
      ReturnValuesOnConditionCheckFailure: random.pick(['ALL_OLD', 'NONE'])
    })),
    ...capacityOf(random),
    ...metricsOf(random)
  }
}
