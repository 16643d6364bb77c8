import type { ErrorAnswer } from '../gateway/errors.ts'
import type { Caller } from '../operations/envelope.ts'
import type { ServiceError } from '../operations/errors.ts'

export interface InvocationRequest {
  body: unknown
  caller: Caller & { grant?: { name?: string | undefined } | undefined }
  /** The media type of lines of JSON, if the client asked for lines. */
  linesType?: string | undefined
}

export interface InvocationAnswer {
  text: string
  wrote: boolean
  /** The headers beside those that every answer has. */
  headers: Record<string, string>
}

/** What both kinds of invocation can do: one by a front's event, one by a bare envelope. */
export interface Invocation {
  /** The most bytes that the result may have as JSON. */
  resultLimit: number
  /** Reads the body and the caller from the event. Throws a ServiceError. */
  read(): InvocationRequest
  /**
   * Makes the function's result for an answer. Throws a ServiceError if the result is too large.
   */
  succeed(answer: InvocationAnswer): unknown
  /**
   * Makes the function's result for a failure, or throws the error that the function fails with.
   */
  fail(error: ServiceError, answer: ErrorAnswer): unknown
}
