import { JsonText } from '../json/json-text.ts'
import { stringify } from '../json/stringify.ts'
import { ServiceError } from './errors.ts'

/**
 * Writes an answer's value, which may be JsonText, as JSON. Throws a ServiceError for an `echo` nested deeper than
 * can be written.
 */
export function writeAnswer(value: unknown): string {
  if (value instanceof JsonText) return value.text
  try {
    return stringify(value)
  } catch (cause) {
    throw new ServiceError(
      'ValidationException',
      '/payload: expected a nesting that can be answered, got a deeper one',
      { cause }
    )
  }
}
