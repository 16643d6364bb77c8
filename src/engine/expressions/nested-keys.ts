import { validationError } from '../errors.ts'
import type { Path } from './path.ts'

/**
 * Refuses paths that lead into a key attribute of the table or of one of its indexes: keys are
 * scalars. Throws AWS's ValidationException, for whatever expression the paths stand in.
 */
export function refuseNestedKeys(paths: Path[], keys: string[], indexKeys: string[]): void {
  const nested = new Set(paths.filter(({ length }) => length > 1).map(([name]) => name))
  const key = keys.find((name) => nested.has(name))
  if (key !== undefined) throw notScalar(`Key: ${key}`)
  const indexKey = indexKeys.find((name) => nested.has(name))
  if (indexKey !== undefined) throw notScalar(`IndexKey: ${indexKey}`)
}

function notScalar(which: string): Error {
  return validationError(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${which}`
  )
}
