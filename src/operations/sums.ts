import { toValue } from '../json/json-text.ts'

// ConsumedCapacity: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ConsumedCapacity.html

const UNITS = new Set(['CapacityUnits', 'ReadCapacityUnits', 'WriteCapacityUnits'])

type Members = Record<string, unknown>

/** Adds what two calls consumed, at every place; undefined stands for a call that did not say. */
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

/** Reads what a batch consumed: DynamoDB has a list there, of one table each. */
export function capacityOfBatch(capacities: unknown): unknown {
  return (toValue(capacities) as unknown[] | undefined)?.reduce(addCapacity, undefined)
}
