import { stringify } from '../json/stringify.ts'
import { ServiceError, toServiceError } from '../operations/errors.ts'

/** What a result has around its body, generously. */
const FRAME_BYTES = 4_096
const ASK_FOR_LESS =
  'Ask for less: a list takes a Limit, and goes on where LastEvaluatedKey says; a batchRead takes fewer keys.'

/**
 * Throws a ServiceError if the result could not be returned, which says that the write was made if
 * one was. `write` writes the whole result as Lambda does; it is asked only if that may be too large.
 */
export function checkSize(
  text: string,
  write: () => string,
  resultLimit: number,
  wrote: boolean
): void {
  if (mayExceed(text, resultLimit) && sizeOf(write()) > resultLimit) {
    throw tooLarge(resultLimit, wrote)
  }
}

/**
 * Translates whatever was thrown into an error that can be returned: one may repeat what the request said,
 * megabytes of it.
 */
export function toReturnableError(thrown: unknown, resultLimit: number): ServiceError {
  const error = toServiceError(thrown)
  const text = stringify([error.message, error.details])
  if (!mayExceed(text, resultLimit)) return error
  const size = sizeOf(JSON.stringify(text)) + FRAME_BYTES
  return size > resultLimit ? tooLarge(resultLimit) : error
}

// JSON within a string: none of its UTF-16 units takes more than three bytes. Spares most the counting.
function mayExceed(json: string, resultLimit: number): boolean {
  return json.length * 3 + FRAME_BYTES > resultLimit
}

/** The bytes that a text takes as the body of a result, which is JSON itself. */
export function sizeInResult(text: string): number {
  return sizeOf(JSON.stringify(text))
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text)
}

/** Makes the error of a result that could not be returned. */
export function tooLarge(resultLimit: number, wrote = false): ServiceError {
  const size = `larger than the ${resultLimit} bytes that can be returned.`
  return new ServiceError(
    'ResponseTooLarge',
    wrote
      ? `The write was made, only its answer is ${size} Ask for less by ReturnValues.`
      : `The answer is ${size} ${ASK_FOR_LESS}`
  )
}
