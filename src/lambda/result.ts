import { stringify } from '../json/stringify.ts'
import { ServiceError, toServiceError } from '../operations/errors.ts'

/** An upper bound for the bytes that a result has beside its body. */
const FRAME_BYTES = 4_096
const ASK_FOR_LESS =
  'Ask for less: a list takes a Limit, and goes on where LastEvaluatedKey says; a batchRead takes fewer keys.'

/**
 * Throws a ServiceError if the result is larger than `resultLimit` bytes; its message says so if a
 * write was made. `write` writes the whole result as Lambda does, and is called only if `text` is
 * long enough for the result to be too large.
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
 * Translates whatever was thrown into an error that fits into a result: a message may quote
 * megabytes of the request.
 */
export function toReturnableError(thrown: unknown, resultLimit: number): ServiceError {
  const error = toServiceError(thrown)
  const text = stringify([error.message, error.details])
  if (!mayExceed(text, resultLimit)) return error
  const size = sizeOf(JSON.stringify(text)) + FRAME_BYTES
  return size > resultLimit ? tooLarge(resultLimit) : error
}

// A UTF-16 unit takes at most three bytes in JSON within a string, so most texts need no counting.
function mayExceed(json: string, resultLimit: number): boolean {
  return json.length * 3 + FRAME_BYTES > resultLimit
}

/** Counts the bytes that a text takes as the body of a result, which is itself written as JSON. */
export function sizeInResult(text: string): number {
  return sizeOf(JSON.stringify(text))
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text)
}

/** Makes the error for a result that is larger than Lambda can return. */
export function tooLarge(resultLimit: number, wrote = false): ServiceError {
  const size = `larger than the ${resultLimit} bytes that can be returned.`
  return new ServiceError(
    'ResponseTooLarge',
    wrote
      ? `The write was made, only its answer is ${size} Ask for less by ReturnValues.`
      : `The answer is ${size} ${ASK_FOR_LESS}`
  )
}
