import { validationError } from '../errors.ts'
import type { Path } from '../expressions/path.ts'
import type { Table } from '../tables/table.ts'

/** Throws where a path leads into a key attribute, which is a scalar. */
export function checkKeyPaths(table: Table, paths: Iterable<Path>): void {
  for (const path of paths) {
    if (path.length === 1) continue
    const [name] = path
    if (table.key.all.some((attribute) => attribute.name === name)) throw notScalar('Key', name)
    if (table.indexes.some(({ key }) => key.all.some((attribute) => attribute.name === name))) {
      throw notScalar('IndexKey', name)
    }
  }
}

function notScalar(kind: string, name: string): Error {
  return validationError(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${kind}: ${name}`
  )
}
