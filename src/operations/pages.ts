import { toValue } from '../json/json-text.ts'
import type { Output } from './database.ts'

/** Returns the payload of the next page of a Scan or a Query; undefined: this was the last page. */
export function nextPage(
  payload: object,
  { LastEvaluatedKey }: Partial<Output>
): object | undefined {
  if (LastEvaluatedKey === undefined) return undefined
  return { ...payload, ExclusiveStartKey: toValue(LastEvaluatedKey) }
}
