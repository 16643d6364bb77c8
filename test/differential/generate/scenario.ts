import { createRandom, type Random } from '../../fixtures/random.ts'
import {
  batchGetItem,
  batchWriteItem,
  transactGetItems,
  transactWriteItems
} from './batch-calls.ts'
import type { Call, Context } from './context.ts'
import { withFault } from './faults.ts'
import { deleteItem, getItem, putItem, updateItem } from './item-calls.ts'
import { query, scan } from './read-calls.ts'
import { createTableInput, PREFIX, type Table, tableOf } from './schema.ts'
import { tableCall } from './table-calls.ts'

/** One call of a scenario, and how many faults were made in it. */
export interface Step extends Call {
  faults: number
}

const CALLS: readonly [number, (context: Context) => Call][] = [
  [20, putItem],
  [22, updateItem],
  [8, getItem],
  [6, deleteItem],
  [20, query],
  [8, scan],
  [4, batchGetItem],
  [5, batchWriteItem],
  [3, transactGetItems],
  [7, transactWriteItems],
  [4, tableCall]
]

const CHOICES = CALLS.flatMap(([weight, make]) => Array.from({ length: weight }, () => make))

/** So many scenarios are of items that fill pages. */
const LARGE = 0.03

/** Makes the scenario of a number: a table, and calls that mostly concern it. */
export function scenarioOf(seed: number, number: number, length: number): Step[] {
  const random = createRandom(seed, number)
  const table = tableOf(random, `${PREFIX}1`)
  const create: Step = { operation: 'CreateTable', input: createTableInput(table), faults: 0 }
  const isLarge = random.chance(LARGE)
  const context = { random, table, largeItems: isLarge ? 0.6 : 0.002 }
  // Megabytes for each call take their time.
  const steps = Array.from({ length: isLarge ? length / 2 : length }, () => stepOf(random, context))
  return [create, ...steps, ...lookOver(table)]
}

/** Reads all that is left in a table and in its indexes. */
function lookOver({ name, indexes }: Table): Step[] {
  const names = [undefined, ...indexes.map((index) => index.name)]
  return names.map((IndexName) => ({
    operation: 'Scan',
    input: { TableName: name, ...(IndexName ? { IndexName } : {}) },
    faults: 0
  }))
}

function stepOf(random: Random, context: Context): Step {
  let call = random.pick(CHOICES)(context)
  const faults = random.pick([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2])
  for (let i = 0; i < faults; i++) call = withFault(random, call)
  return { ...call, faults }
}
