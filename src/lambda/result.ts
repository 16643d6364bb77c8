import { writeAnswer } from '../gateway/answer.ts'
import { toRawNumbers } from '../json/raw-numbers.ts'
import { stringify } from '../json/stringify.ts'
import { ServiceError, toErrorAnswer, toServiceError } from '../operations/errors.ts'
import { type HttpAnswer, type HttpRequest, type HttpResult, RESULT_LIMIT } from './event.ts'

/** What a result has around its body, generously. */
const FRAME_BYTES = 4_096

/** Makes the result for a front. Throws a ServiceError where it could not be returned. */
export function toHttpResult(request: HttpRequest, answer: HttpAnswer): HttpResult {
  const result = request.toResult(answer)
  if (mayExceed(answer.body, request.resultLimit)) {
    if (sizeOf(JSON.stringify(result)) > request.resultLimit) throw tooLarge(request.resultLimit)
  }
  return result
}

/** Makes the bare result, which Lambda writes as JSON. Throws a ServiceError where it could not. */
export function toBareResult(value: unknown): unknown {
  if (sizeOf(writeAnswer(value)) > RESULT_LIMIT) throw tooLarge(RESULT_LIMIT)
  return toRawNumbers(value)
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
 * Makes the error that Lambda reports as `{ errorType, errorMessage, trace }`. A new one: the runtime logs
 * every own member of what is thrown, and a ServiceError may have an item among its own.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/Errors.js
 */
export function toLambdaError(errorType: string, message: string): Error {
  const error = new Error(message)
  error.name = errorType
  // Lambda makes the `trace` of it: a client learns no frames.
  error.stack = errorType
  return error
}

/**
 * Makes the error for a front that can match an error's message by a pattern, and nothing else of it: the
 * non-proxy integration of API Gateway. Its message is the answer, `409 {"errorType":…}`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
export function toAnswerError(error: ServiceError, requestId: string): Error {
  const { statusCode, body } = toErrorAnswer(error, requestId, 'http')
  return toLambdaError(error.errorType, `${statusCode} ${stringify(body)}`)
}

// JSON within a string: none of its UTF-16 units takes more than three bytes. Spares most the counting.
function mayExceed(json: string, resultLimit: number): boolean {
  return json.length * 3 + FRAME_BYTES > resultLimit
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text)
}

function tooLarge(resultLimit: number): ServiceError {
  return new ServiceError(
    'ResponseTooLarge',
    `The answer is larger than the ${resultLimit} bytes that can be returned. ` +
      'Ask for less: a list takes a Limit, and goes on where LastEvaluatedKey says.'
  )
}
