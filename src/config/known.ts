import type { TableDefinition } from './table-definition.ts'

/** What readers need to know beside a variable's text. */
export interface Known {
  /** The names of all operations, to which an API key may be bound. */
  operations: readonly string[]
  /** Reads the file of TABLES_FILE; undefined in a function, which has no such file. */
  readTables?: (path: string) => TableDefinition[]
}
