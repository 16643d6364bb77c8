import type { Operation } from '../operations/table.ts'

/** Makes the whole envelope of an operation around a payload: its own example, or another. */
export function toEnvelope(
  name: string,
  { action, example }: Operation,
  tableName: string,
  payload: unknown = example
): Record<string, unknown> {
  return {
    operation: name,
    ...(action ? { tableName } : {}),
    // A payload of null says as much as none.
    ...(payload === null ? {} : { payload })
  }
}
