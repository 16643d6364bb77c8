import { conditionOf } from './conditions.ts'
import { type Call, type Context, capacityOf, type Input, sometimes } from './context.ts'
import { consistencyOf, readOf } from './item-calls.ts'
import { keyConditionOf } from './key-conditions.ts'
import { filterOf, keyConditionsOf } from './legacy.ts'
import { createPlaceholders } from './placeholders.ts'
import { type Index, keyOf, type Table } from './schema.ts'

const SELECTS = [
  'ALL_ATTRIBUTES',
  'ALL_PROJECTED_ATTRIBUTES',
  'COUNT',
  'COUNT',
  'SPECIFIC_ATTRIBUTES'
]

export function query(context: Context): Call {
  const { random, table } = context
  const placeholders = createPlaceholders(random)
  const index = indexOf(context)
  const isLegacy = random.chance(0.12)
  const conditions = isLegacy
    ? {
        ...keyConditionsOf(context, index ?? table),
        ...sometimes(random, 0.3, () => filterOf(context, 'QueryFilter'))
      }
    : {
        KeyConditionExpression: keyConditionOf(context, placeholders, index ?? table),
        ...sometimes(random, 0.3, () => ({ FilterExpression: conditionOf(context, placeholders) }))
      }
  const input = {
    TableName: table.name,
    ...(index ? { IndexName: index.name } : {}),
    ...conditions,
    ...(isLegacy ? {} : readOf(context, placeholders)),
    ...placeholders.members(),
    ...pageOf(context, index),
    ...sometimes(random, 0.4, () => ({ ScanIndexForward: random.chance(0.3) })),
    ...sometimes(random, 0.1, () => ({ ExclusiveStartKey: startKeyOf(context, index) }))
  }
  return { operation: 'Query', input }
}

export function scan(context: Context): Call {
  const { random, table } = context
  const placeholders = createPlaceholders(random)
  const index = indexOf(context)
  const isLegacy = random.chance(0.1)
  const filter = isLegacy
    ? filterOf(context, 'ScanFilter')
    : {
        ...sometimes(random, 0.4, () => ({ FilterExpression: conditionOf(context, placeholders) })),
        ...readOf(context, placeholders)
      }
  const input = {
    TableName: table.name,
    ...(index ? { IndexName: index.name } : {}),
    ...filter,
    ...placeholders.members(),
    ...pageOf(context, index),
    ...sometimes(random, 0.3, () => segmentOf(context))
  }
  return { operation: 'Scan', input }
}

function indexOf({ random, table }: Context): Index | undefined {
  return table.indexes.length > 0 && random.chance(0.5) ? random.pick(table.indexes) : undefined
}

function pageOf(context: Context, index: Index | undefined): Input {
  const { random } = context
  return {
    ...sometimes(random, 0.4, () => ({ Limit: random.between(1, 4) })),
    ...sometimes(random, 0.15, () => ({ Select: random.pick(SELECTS) })),
    ...(index?.isGlobal && !random.chance(0.05) ? {} : consistencyOf(context)),
    ...capacityOf(random)
  }
}

function startKeyOf({ random, table }: Context, index: Index | undefined): Input {
  const ofIndex: Table | Index | undefined = index
  return { ...keyOf(random, table), ...(ofIndex ? keyOf(random, ofIndex) : {}) }
}

function segmentOf({ random }: Context): Input {
  const TotalSegments = random.between(1, 4)
  return { Segment: random.between(0, TotalSegments - 1), TotalSegments }
}
