import { toErrorAnswer } from '../gateway/errors.ts'
import { parse } from '../json/parse.ts'
import { toRawNumbers } from '../json/raw-numbers.ts'
import { stringify } from '../json/stringify.ts'
import { refusal, type ServiceError } from '../operations/errors.ts'
import { RESULT_LIMIT } from './event.ts'
import type { Invocation } from './invocation.ts'
import { checkSize } from './result.ts'

/** Chooses what a thrown error's message is: the contract's message, or the status and the body. */
export type BareError = 'message' | 'answer'

/**
 * Makes the invocation whose event is the envelope itself. Its result is the answer's value, its
 * failure an Error. Lambda has parsed the event, and rounded the numbers that a double cannot hold.
 */
export function createBare(event: unknown, requestId: string, bareError: BareError): Invocation {
  return {
    resultLimit: RESULT_LIMIT,
    read() {
      refuseProxyEvent(event)
      return { body: event, caller: {} }
    },
    succeed({ text, wrote }) {
      checkSize(text, () => text, RESULT_LIMIT, wrote)
      return toRawNumbers(parse(text))
    },
    fail(error) {
      throw bareError === 'answer' ? toAnswerError(error, requestId) : toMessageError(error)
    }
  }
}

const PROXY_MEMBERS = ['httpMethod', 'rawPath', 'requestContext']

/** Throws a ServiceError if the event is no envelope, but looks like an incomplete proxy event. */
function refuseProxyEvent(event: unknown): void {
  const has = (name: string) => Object.hasOwn(event as object, name)
  if (typeof event !== 'object' || event === null || has('operation')) return
  if (!PROXY_MEMBERS.some(has)) return
  throw refusal(
    'The event',
    'an envelope, or a proxy event with requestContext: httpMethod and path, or version 2.0 and rawPath',
    has('requestContext')
      ? 'a proxy event in which these are missing or of another kind'
      : 'a proxy event without requestContext'
  )
}

/**
 * An error that Lambda reports as `{ errorType, errorMessage, trace }`. The runtime also logs it as
 * JSON, so toJSON() leaves out the message, which may quote an item or a refused value.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/Errors.js
 */
class ReportedError extends Error {
  constructor(errorType: string, message: string) {
    super(message)
    this.name = errorType
    // Lambda makes the `trace` from the stack, and a client must not see stack frames.
    this.stack = errorType
  }

  toJSON(): unknown {
    return { errorType: this.name }
  }
}

/** Makes the error that Lambda reports with the contract's errorType and errorMessage. */
function toMessageError({ errorType, message }: ServiceError): Error {
  return new ReportedError(errorType, message)
}

/**
 * Makes the error for API Gateway's non-proxy integration, which can only match a pattern against
 * an error's message. The message is the whole answer, `409 {"errorType":…}`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
function toAnswerError(error: ServiceError, requestId: string): Error {
  const { statusCode, body } = toErrorAnswer(error, requestId, 'http')
  // The runtime would escape DEL in another way.
  const text = stringify(body).replaceAll('\x7F', '\\u007f')
  return new ReportedError(error.errorType, `${statusCode} ${text}`)
}
