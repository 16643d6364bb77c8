import { EngineError } from '../errors.ts'
import type { Journal } from '../store/journal.ts'
import { AFTER, formatId, PREFIX } from '../store/keys.ts'
import type { Change, Store } from '../store/store.ts'
import { type Table, type TableRecord, toTable } from './table.ts'

const ARN_TABLE = /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/

/**
 * The tables there are, by name. What changes them goes through `exclusive`, one task after the
 * other.
 */
export interface Catalogue {
  /** The table of a name or an ARN. Throws ResourceNotFoundException. */
  find(nameOrArn: string): Table
  get(name: string): Table | undefined
  /** Sorted. */
  names(): string[]
  all(): Iterable<Table>
  exclusive<Result>(task: () => Promise<Result>): Promise<Result>
  /** An id that nothing has had, and the change that goes into the batch of its first use. */
  nextId(): { id: string; change: Change }
  /** Makes or replaces a table: durable when it resolves, and only then in use. */
  save(record: TableRecord, others?: Change[]): Promise<Table>
  /** Removes a table: durable when it resolves. */
  remove(name: string, others: Change[]): Promise<void>
}

/** The name of a table that a request names, by itself or by its ARN. */
export function tableNameOf(nameOrArn: string): string {
  return ARN_TABLE.exec(nameOrArn)?.[1] ?? nameOrArn
}

/** Reads the tables of a store. */
export async function openCatalogue(store: Store, journal: Journal): Promise<Catalogue> {
  const tables = await readTables(store)
  let lastId = Number(store.get(PREFIX.lastId) ?? 0)
  let sorted: string[] | undefined
  let turn: Promise<unknown> = Promise.resolve()

  return {
    find: (nameOrArn) => {
      const table = tables.get(nameOrArn) ?? tables.get(tableNameOf(nameOrArn))
      if (!table) throw new EngineError('ResourceNotFoundException', 'Requested resource not found')
      return table
    },
    get: (name) => tables.get(name),
    names: () => {
      sorted ??= [...tables.keys()].sort()
      return sorted
    },
    all: () => tables.values(),
    exclusive: (task) => {
      const result = turn.then(task)
      turn = result.catch(() => {})
      return result
    },
    nextId: () => {
      lastId++
      return { id: formatId(lastId), change: { key: PREFIX.lastId, value: String(lastId) } }
    },
    save: async (record, others = []) => {
      await journal.commit([
        { key: PREFIX.table + record.name, value: JSON.stringify(record) },
        ...others
      ])
      const table = toTable(record)
      tables.set(record.name, table)
      sorted = undefined
      return table
    },
    remove: async (name, others) => {
      await journal.commit([{ key: PREFIX.table + name, value: undefined }, ...others])
      tables.delete(name)
      sorted = undefined
    }
  }
}

async function readTables(store: Store): Promise<Map<string, Table>> {
  const tables = new Map<string, Table>()
  const cursor = store.open({ from: PREFIX.table, to: PREFIX.table + AFTER })
  for (let texts = await cursor.next(); texts.length > 0; texts = await cursor.next()) {
    for (const text of texts) {
      const record = JSON.parse(text) as TableRecord
      tables.set(record.name, toTable(record))
    }
  }
  cursor.close()
  return tables
}
