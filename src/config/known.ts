import type { TableDefinition } from './table-definition.ts'

/** What a reader has to know beside the text. */
export interface Known {
  /** The names of the operations, to which keys may be bound. */
  operations: readonly string[]
  /** Reads the file of TABLES_FILE; a function has no such file. */
  readTables?: (path: string) => TableDefinition[]
}
