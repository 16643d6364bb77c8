import { toValue } from '../json/json-text.ts'
import type { Output } from './database.ts'

/** The payload of the page after this one, of a Scan or a Query; undefined: it was the last. */
export function nextPage(
  payload: object,
  { LastEvaluatedKey }: Partial<Output>
): object | undefined {
  if (LastEvaluatedKey === undefined) return undefined
  return { ...payload, ExclusiveStartKey: toValue(LastEvaluatedKey) }
}
