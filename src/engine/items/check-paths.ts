import { refuseNestedKeys } from '../expressions/nested-keys.ts'
import type { Path } from '../expressions/path.ts'
import type { Table } from '../tables/table.ts'

/**
 * Throws AWS's error where a path leads into a key attribute of a table or of one of its indexes.
 */
export function checkKeyPaths(table: Table, paths: Path[]): void {
  if (paths.some(({ length }) => length > 1)) {
    refuseNestedKeys(paths, table.keyNames, table.indexKeyNames)
  }
}
