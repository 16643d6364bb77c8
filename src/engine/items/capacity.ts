import type { Index, Table } from '../tables/table.ts'
import type { CapacityDetail } from '../validation/requests.ts'

const READ_UNIT_BYTES = 4096
const WRITE_UNIT_BYTES = 1024

/**
 * Capacity units that a request consumes of a table and its indexes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export interface Usage {
  table: number
  indexes: Map<Index, number>
}

export function createUsage(): Usage {
  return { table: 0, indexes: new Map() }
}

/**
 * Units for writing an item or an entry: one for each KB of the larger of before and after, at
 * least one.
 */
export function writeUnits(before: number, after: number): number {
  return Math.max(1, Math.ceil(Math.max(before, after) / WRITE_UNIT_BYTES))
}

/**
 * Units for reading so many bytes at once: one for each 4 KB, half of it if not strongly
 * consistent.
 */
export function readUnits(bytes: number, isConsistent: boolean | undefined): number {
  return Math.ceil(bytes / READ_UNIT_BYTES) * (isConsistent ? 1 : 0.5)
}

/** Units for reading one item, which are consumed also where it is missing. */
export function itemReadUnits(bytes: number, isConsistent: boolean | undefined): number {
  return readUnits(Math.max(1, bytes), isConsistent)
}

export function addIndexUnits(usage: Usage, index: Index, units: number): void {
  if (units > 0) usage.indexes.set(index, (usage.indexes.get(index) ?? 0) + units)
}

/** `ConsumedCapacity` as the request asked for it; undefined: not at all. */
export function consumedCapacity(
  detail: CapacityDetail | undefined,
  table: Table,
  usage: Usage
): object | undefined {
  if (detail !== 'TOTAL' && detail !== 'INDEXES') return undefined
  let total = usage.table
  for (const units of usage.indexes.values()) total += units
  const capacity = { TableName: table.name, CapacityUnits: total }
  if (detail === 'TOTAL') return capacity
  return {
    ...capacity,
    Table: { CapacityUnits: usage.table },
    ...indexCapacity('LocalSecondaryIndexes', usage, false),
    ...indexCapacity('GlobalSecondaryIndexes', usage, true)
  }
}

function indexCapacity(member: string, { indexes }: Usage, isGlobal: boolean): object | undefined {
  const entries = [...indexes].filter(([index]) => index.isGlobal === isGlobal)
  if (entries.length === 0) return undefined
  return {
    [member]: Object.fromEntries(
      entries.map(([{ name }, units]) => [name, { CapacityUnits: units }])
    )
  }
}

/** The usage of several tables in one request, in the order in which they came. */
export type Usages = Map<Table, Usage>

export function usageOf(usages: Usages, table: Table): Usage {
  let usage = usages.get(table)
  if (!usage) {
    usage = createUsage()
    usages.set(table, usage)
  }
  return usage
}

/** `ConsumedCapacity` of a request that names several tables. */
export function consumedCapacities(
  detail: CapacityDetail | undefined,
  usages: Usages
): object[] | undefined {
  if (detail !== 'TOTAL' && detail !== 'INDEXES') return undefined
  return Array.from(usages, ([table, usage]) => consumedCapacity(detail, table, usage) as object)
}
