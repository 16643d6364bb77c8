import { toErrorAnswer } from '../gateway/errors.ts'
import { parse } from '../json/parse.ts'
import { toRawNumbers } from '../json/raw-numbers.ts'
import { stringify } from '../json/stringify.ts'
import { ServiceError, toServiceError } from '../operations/errors.ts'
import { type HttpAnswer, type HttpRequest, type HttpResult, RESULT_LIMIT } from './event.ts'

/** What a result has around its body, generously. */
const FRAME_BYTES = 4_096
const ASK_FOR_LESS =
  'Ask for less: a list takes a Limit, and goes on where LastEvaluatedKey says; a batchRead takes fewer keys.'

/**
 * Makes the result for a front. Throws a ServiceError where it could not be returned, which says that the write
 * was made if one was (`isWritten`).
 */
export function toHttpResult(
  request: HttpRequest,
  answer: HttpAnswer,
  isWritten: boolean
): HttpResult {
  const { resultLimit } = request
  const result = request.toResult(answer)
  if (mayExceed(answer.body, resultLimit) && sizeOf(JSON.stringify(result)) > resultLimit) {
    throw tooLarge(resultLimit, isWritten)
  }
  return result
}

/** Makes the bare result, which Lambda writes as JSON. Throws as toHttpResult does. */
export function toBareResult(text: string, isWritten: boolean): unknown {
  if (sizeOf(text) > RESULT_LIMIT) throw tooLarge(RESULT_LIMIT, isWritten)
  return toRawNumbers(parse(text))
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

/**
 * What Lambda reports as `{ errorType, errorMessage, trace }`. The runtime logs whatever is thrown, as JSON,
 * and the message may have an item in it, or a value that was refused.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/Errors.js
 */
class ReportedError extends Error {
  constructor(errorType: string, message: string) {
    super(message)
    this.name = errorType
    // Lambda makes the `trace` of it: a client learns no frames.
    this.stack = errorType
  }

  toJSON(): unknown {
    return { errorType: this.name }
  }
}

/** Makes the error that tells an invoker the contract's errorType and errorMessage. */
export function toMessageError({ errorType, message }: ServiceError): Error {
  return new ReportedError(errorType, message)
}

/**
 * Makes the error for a front that can match an error's message by a pattern, and nothing else of it: the
 * non-proxy integration of API Gateway. Its message is the answer, `409 {"errorType":…}`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
export function toAnswerError(error: ServiceError, requestId: string): Error {
  const { statusCode, body } = toErrorAnswer(error, requestId, 'http')
  // The runtime would write this one character otherwise.
  const text = stringify(body).replaceAll('\x7F', '\\u007f')
  return new ReportedError(error.errorType, `${statusCode} ${text}`)
}

// JSON within a string: none of its UTF-16 units takes more than three bytes. Spares most the counting.
function mayExceed(json: string, resultLimit: number): boolean {
  return json.length * 3 + FRAME_BYTES > resultLimit
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text)
}

function tooLarge(resultLimit: number, isWritten = false): ServiceError {
  const size = `larger than the ${resultLimit} bytes that can be returned.`
  return new ServiceError(
    'ResponseTooLarge',
    isWritten
      ? `The write was made, only its answer is ${size} Ask for less by ReturnValues.`
      : `The answer is ${size} ${ASK_FOR_LESS}`
  )
}
