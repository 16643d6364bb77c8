import type { Format } from '../../operations/format.ts'
import type { SdkError } from '../retry/failures.ts'
import { readAttributes } from './document.ts'

/** Converts the items in an error to the given format. */
export function readErrorValues(error: SdkError, format: Format): SdkError {
  if (format !== 'json') return error
  if (error.Item) error.Item = readAttributes(error.Item)
  for (const reason of error.CancellationReasons ?? []) {
    if (reason.Item) reason.Item = readAttributes(reason.Item)
  }
  return error
}
