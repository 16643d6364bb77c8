import type { Random } from '../../fixtures/random.ts'
import { keyAttributesOf, keyOf, keyValueOf, type Table } from './schema.ts'
import { type Item, membersOf, type Value } from './values.ts'

/** What a call is made from. */
export interface Context {
  random: Random
  table: Table
  /** How often an item is so large that a page holds few of its kind. */
  largeItems: number
}

export type Input = Record<string, unknown>

export interface Call {
  operation: string
  input: Input
}

/** Makes an item of the table; index keys are there half of the time and of their type. */
export function itemOf({ random, table, largeItems }: Context): Item {
  const members: [string, Value][] = membersOf(random, random.between(0, 6))
  for (const { name, type } of keyAttributesOf(table)) {
    if (random.chance(0.6)) members.push([name, keyValueOf(random, type)])
  }
  if (random.chance(largeItems)) {
    members.push(['big', { S: 'x'.repeat(random.between(100_000, 409_000)) }])
  }
  if (random.chance(0.02)) members.push(['big', { S: 'é'.repeat(random.between(400, 5_000)) }])
  return { ...Object.fromEntries(members), ...keyOf(random, table) }
}

/** Members that are there by chance. */
export function sometimes(random: Random, probability: number, members: () => Input): Input {
  return random.chance(probability) ? members() : {}
}

export function capacityOf(random: Random): Input {
  return sometimes(random, 0.4, () => ({
    ReturnConsumedCapacity: random.pick(['INDEXES', 'INDEXES', 'TOTAL', 'NONE'])
  }))
}

export function metricsOf(random: Random): Input {
  return sometimes(random, 0.05, () => ({
    ReturnItemCollectionMetrics: random.pick(['SIZE', 'NONE'])
  }))
}
