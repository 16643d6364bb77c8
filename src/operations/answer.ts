import { JsonText } from '../json/json-text.ts'
import { stringify } from '../json/stringify.ts'
import type { Output, Tally } from './database.ts'
import { ServiceError } from './errors.ts'

// Only here an answer's members may be values or text: what is large comes as text, and is never parsed.

/** Writes the answer of a call: its members in the given order, `ResponseMetadata` last. */
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

/** The retries that a request made: every attempt but the first, of each page if it went through pages. */
export function retriesOf({ attempts, pages }: Tally): number {
  return Math.max(0, attempts - Math.max(1, pages))
}

/** Writes a value of our own. Throws a ServiceError for an `echo` nested deeper than can be written. */
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
