import { toValue } from '../json/json-text.ts'

// Sums of ConsumedCapacity:
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html

const UNITS = new Set(['CapacityUnits', 'ReadCapacityUnits', 'WriteCapacityUnits'])

type Members = Record<string, unknown>

/**
 * Adds the capacity that two calls consumed, member by member; undefined: a call did not report it.
 */
export function addCapacity(sum: unknown, more: unknown): unknown {
  if (sum === undefined || more === undefined) return sum ?? more
  const all: Members = { ...(sum as Members) }
  for (const [name, value] of Object.entries(more as Members)) {
    const before = all[name]
    if (UNITS.has(name)) all[name] = ((before as number | undefined) ?? 0) + (value as number)
    else if (typeof value === 'object' && value !== null) all[name] = addCapacity(before, value)
    else all[name] = value
  }
  return all
}

/** Adds up the capacity of a batch, which DynamoDB reports as a list with one entry per table. */
export function capacityOfBatch(capacities: unknown): unknown {
  return (toValue(capacities) as unknown[] | undefined)?.reduce(addCapacity, undefined)
}
