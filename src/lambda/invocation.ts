import type { ErrorAnswer } from '../gateway/errors.ts'
import type { Caller } from '../operations/envelope.ts'
import type { ServiceError } from '../operations/errors.ts'

export interface InvocationRequest {
  body: unknown
  caller: Caller & { grant?: { name?: string | undefined } | undefined }
  /** The media type of lines of JSON, if these are asked for. */
  linesType?: string | undefined
}

export interface InvocationAnswer {
  text: string
  wrote: boolean
  /** Beside those that every answer has. */
  headers: Record<string, string>
}

/** What the two kinds of an invocation have in common: an event of a front, or the bare envelope. */
export interface Invocation {
  /** Bytes that a result may have as JSON. */
  resultLimit: number
  /** Reads what is to run, and for whom. Throws a ServiceError. */
  read(): InvocationRequest
  /** Makes the result of an answer. Throws a ServiceError if it is too large to be returned. */
  succeed(answer: InvocationAnswer): unknown
  /** Makes the result of a failure, or throws what the function fails with. */
  fail(error: ServiceError, answer: ErrorAnswer): unknown
}
