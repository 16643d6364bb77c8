import type { Operation } from '../operations/operation.ts'

/** Makes the whole envelope of an operation, with its example as the payload or another payload. */
export function toEnvelope(
  name: string,
  { call, example }: Operation,
  tableName: string,
  payload: unknown = example.payload
): Record<string, unknown> {
  return {
    operation: name,
    ...(call && !call.isTableless ? { tableName } : {}),
    ...(payload === undefined ? {} : { payload })
  }
}
