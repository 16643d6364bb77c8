import { JsonText } from '../json/json-text.ts'
import { stringify } from '../json/stringify.ts'
import type { Output, Tally } from './database.ts'
import { ServiceError } from './errors.ts'

// A large member of an answer comes as JsonText, is written as it is, and is never parsed. No other
// file of this room has to tell text from values when it writes.

/** Writes the answer of a call as JSON: its members in the given order, then `ResponseMetadata`. */
export function writeOutput(
  output: Partial<Output>,
  members: readonly string[],
  retries: number
): string {
  const texts: string[] = []
  for (const name of members) {
    const value = output[name]
    if (value !== undefined) texts.push(`"${name}":${writeValue(value)}`)
  }
  const { $metadata } = output
  if ($metadata) {
    const metadata = {
      RequestId: $metadata.requestId,
      HTTPStatusCode: $metadata.httpStatusCode,
      HTTPHeaders: $metadata.httpHeaders,
      RetryAttempts: retries
    }
    texts.push(`"ResponseMetadata":${stringify(metadata)}`)
  }
  return `{${texts.join()}}`
}

/** Returns how many retries a request made: all attempts but the first one of each page. */
export function retriesOf({ attempts, pages }: Tally): number {
  return Math.max(0, attempts - Math.max(1, pages))
}

/**
 * Writes as JSON a value that did not come from DynamoDB. Throws a ServiceError if it is nested
 * deeper than JSON.stringify can follow.
 */
export function writeEcho(value: unknown): string {
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

function writeValue(value: unknown): string {
  return value instanceof JsonText ? value.text : stringify(value)
}
