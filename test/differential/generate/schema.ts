import type { Random } from '../../fixtures/random.ts'
import { type Item, NUMBERS, type Value } from './values.ts'

/** Takes the place of the scenario's own prefix in the names of its tables. */
export const PREFIX = '@@'

export type KeyType = 'S' | 'N' | 'B'

export interface KeyAttribute {
  name: string
  type: KeyType
}

export interface Index {
  name: string
  isGlobal: boolean
  hash: KeyAttribute
  range?: KeyAttribute
  projection: { ProjectionType: string; NonKeyAttributes?: string[] }
}

/** A table as the generators know it. */
export interface Table {
  name: string
  hash: KeyAttribute
  range?: KeyAttribute
  indexes: Index[]
  billing: Record<string, unknown>
}

const KEY_TYPES: readonly KeyType[] = ['S', 'S', 'N', 'B']

/** Few of each, so that calls meet each other's items. */
const KEY_VALUES: Record<KeyType, readonly string[]> = {
  S: ['a', 'b', 'ab', 'é', '😀', 'B'],
  N: ['0', '1', '-1', '1.5', '10', '9', '1e3', '-0.001', '12345678901234567890123456789012345678'],
  B: ['AA==', 'AQ==', '/w==', 'AAE=', 'YWJj']
}

export function tableOf(random: Random, name: string): Table {
  const hash: KeyAttribute = {
    name: random.pick(['pk', 'id', 'h.k']),
    type: random.pick(KEY_TYPES)
  }
  const range: KeyAttribute | undefined = random.chance(0.7)
    ? { name: random.pick(['sk', 'r']), type: random.pick(KEY_TYPES) }
    : undefined
  const indexKeys: KeyAttribute[] = ['g1', 'g2', 'g3'].map((key) => ({
    name: key,
    type: random.pick(KEY_TYPES)
  }))
  const indexes: Index[] = []
  for (let i = random.between(0, 2); i > 0; i--) {
    const candidates = range && random.chance(0.3) ? [hash, range, ...indexKeys] : indexKeys
    const indexHash = random.pick(candidates)
    const indexRange = random.pick([hash, ...indexKeys].filter((key) => key !== indexHash))
    indexes.push({
      name: `global-${i}`,
      isGlobal: true,
      hash: indexHash,
      ...(random.chance(0.6) ? { range: indexRange } : {}),
      projection: projectionOf(random)
    })
  }
  if (range) {
    for (let i = random.between(0, 2); i > 0; i--) {
      const indexRange = random.pick(indexKeys)
      const projection = projectionOf(random)
      indexes.push({ name: `local-${i}`, isGlobal: false, hash, range: indexRange, projection })
    }
  }
  const billing = random.chance(0.7)
    ? { BillingMode: 'PAY_PER_REQUEST' }
    : { ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } }
  return { name, hash, ...(range ? { range } : {}), indexes, billing }
}

function projectionOf(random: Random): Index['projection'] {
  const type = random.pick(['ALL', 'KEYS_ONLY', 'INCLUDE'])
  if (type !== 'INCLUDE') return { ProjectionType: type }
  return { ProjectionType: type, NonKeyAttributes: random.pick([['a'], ['m', 'n'], ['ss', 'x.y']]) }
}

/** The input of CreateTable that makes it. */
export function createTableInput(table: Table): Record<string, unknown> {
  const attributes = new Map<string, KeyType>()
  for (const { hash, range } of [table, ...table.indexes]) {
    attributes.set(hash.name, hash.type)
    if (range) attributes.set(range.name, range.type)
  }
  const global = table.indexes
    .filter(({ isGlobal }) => isGlobal)
    .map((index) => ({
      ...indexInput(index),
      ...('ProvisionedThroughput' in table.billing ? table.billing : {})
    }))
  const local = table.indexes.filter(({ isGlobal }) => !isGlobal).map(indexInput)
  return {
    TableName: table.name,
    KeySchema: keySchemaOf(table),
    AttributeDefinitions: [...attributes].map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType
    })),
    ...table.billing,
    ...(global.length > 0 ? { GlobalSecondaryIndexes: global } : {}),
    ...(local.length > 0 ? { LocalSecondaryIndexes: local } : {})
  }
}

export function indexInput(index: Index): Record<string, unknown> {
  return { IndexName: index.name, KeySchema: keySchemaOf(index), Projection: index.projection }
}

function keySchemaOf({ hash, range }: { hash: KeyAttribute; range?: KeyAttribute }) {
  const schema = [{ AttributeName: hash.name, KeyType: 'HASH' }]
  if (range) schema.push({ AttributeName: range.name, KeyType: 'RANGE' })
  return schema
}

export function keyValueOf(random: Random, type: KeyType): Value {
  const known = KEY_VALUES[type]
  // The first ones come more often.
  const value = random.chance(0.7) ? random.pick(known.slice(0, 3)) : random.pick(known)
  return { [type]: type === 'N' && random.chance(0.05) ? random.pick(NUMBERS) : value }
}

export function keyOf(random: Random, { hash, range }: Pick<Table, 'hash' | 'range'>): Item {
  const members: [string, Value][] = [[hash.name, keyValueOf(random, hash.type)]]
  if (range) members.push([range.name, keyValueOf(random, range.type)])
  return Object.fromEntries(members)
}

/** The attributes that are keys of the table or of one of its indexes. */
export function keyAttributesOf(table: Table): KeyAttribute[] {
  const byName = new Map<string, KeyAttribute>()
  for (const { hash, range } of [table, ...table.indexes]) {
    byName.set(hash.name, hash)
    if (range) byName.set(range.name, range)
  }
  return [...byName.values()]
}
