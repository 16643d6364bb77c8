import { setImmediate } from 'node:timers/promises'
import { type ApiKey, createKeyFinder } from '../gateway/api-key.ts'
import { parseBody } from '../gateway/body.ts'
import { gatewayError, toErrorAnswer } from '../gateway/errors.ts'
import { toCauseLine, toRequestLine } from '../gateway/log-lines.ts'
import { isManagerPath } from '../gateway/path.ts'
import { stringify } from '../json/stringify.ts'
import { nowMs } from '../operations/clock.ts'
import type { Deadline } from '../operations/database.ts'
import {
  dispatch,
  type RequestRecord,
  type Service,
  type TextAnswer
} from '../operations/dispatch.ts'
import { type HttpRequest, RESULT_LIMIT, readHttpEvent } from './event.ts'
import type { Log } from './log.ts'
import {
  toAnswerError,
  toBareResult,
  toHttpResult,
  toMessageError,
  toReturnableError
} from './result.ts'

export interface HandlerOptions {
  service: Service
  /** undefined: no key is asked for. An envelope that is the event itself carries none, and needs none. */
  apiKeys?: readonly ApiKey[] | undefined
  stage: string
  /** Bytes. */
  bodyLimit: number
  requestTimeoutMs: number
  errorStatus: 'http' | 'lambda'
  /** What the error thrown for a bare envelope says: the contract's message, or its status and body. */
  bareError: 'message' | 'answer'
  log: Log
  /** The X-Ray header of the invocation, `Root=…;Parent=…;Sampled=…`, which Lambda keeps in the environment. */
  traceHeader: () => string | undefined
}

/** What is read of Lambda's context: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface Context {
  awsRequestId: string
  getRemainingTimeInMillis(): number
}

export type Handler = (event: unknown, context: Context) => Promise<unknown>

/** Kept of the remaining time, to write the answer and have it taken before Lambda ends the process. */
const MARGIN_MS = 500

/**
 * Makes the Lambda handler. It answers a front's event by the contract, exactly; a bare envelope with the bare
 * result, or by rejecting with an Error of the contract's errorType and errorMessage, or whose message is the whole
 * answer. Lambda has parsed a bare envelope: numbers that a double cannot hold are rounded before it comes here.
 */
export function createHandler(options: HandlerOptions): Handler {
  const { service, stage, bodyLimit, log } = options
  const findKey = options.apiKeys && createKeyFinder(options.apiKeys)
  let coldStart = true

  /** What a gateway checks before the function runs, in the contract's order: who asks, and the parsed body. */
  function admit(request: HttpRequest): { key: ApiKey | undefined; envelope: unknown } {
    const { method, path, body } = request
    const isManager = [stage, request.stage ?? stage].some((name) => isManagerPath(path, name))
    if (method !== 'POST' || !isManager) throw gatewayError('UnknownPath')
    const key = findKey?.(request.header('x-api-key'))
    if (findKey && !key) throw gatewayError('WrongKey')
    if (body.length > bodyLimit) throw gatewayError('TooLarge')
    return { key, envelope: parseBody(body, request.header('content-encoding')) }
  }

  return async (event, context) => {
    const started = nowMs()
    const requestId = context.awsRequestId
    const remainingMs = context.getRemainingTimeInMillis()
    const record: RequestRecord & { errorType?: string } = {}
    const environment = { traceId: traceIdOf(options.traceHeader()), coldStart, remainingMs }
    coldStart = false
    const deadline = startDeadline(Math.min(options.requestTimeoutMs, remainingMs - MARGIN_MS))
    const request = readHttpEvent(event)
    let statusCode = 200
    const answer = (headers: Record<string, string>, body: string) => ({
      statusCode,
      headers: { 'content-type': 'application/json', 'x-amzn-RequestId': requestId, ...headers },
      body
    })
    try {
      await nextPoll()
      const { key, envelope } = request ? admit(request) : { envelope: event }
      record.client = key?.name
      const caller = { grant: key, idempotencyKey: request?.header('idempotency-key') }
      const given = { body: envelope, caller, deadline, record }
      // Nobody asked for lines.
      const { text, wrote } = (await dispatch(service, given)) as TextAnswer
      return request ? toHttpResult(request, answer({}, text), wrote) : toBareResult(text, wrote)
    } catch (thrown) {
      const error = toReturnableError(thrown, request?.resultLimit ?? RESULT_LIMIT)
      const told = toErrorAnswer(error, requestId, options.errorStatus)
      record.errorType = error.errorType
      statusCode = told.statusCode
      if (error.statusCode >= 500) log.error(toCauseLine(error, requestId), 'request failed')
      if (!request) {
        throw options.bareError === 'answer'
          ? toAnswerError(error, requestId)
          : toMessageError(error)
      }
      return request.toResult(answer(told.headers, stringify(told.body)))
    } finally {
      deadline.clear()
      const ms = nowMs() - started
      log.info(
        { ...toRequestLine(record, { requestId, statusCode, ms }), ...environment },
        'request'
      )
    }
  }
}

/**
 * Resolves when the event loop has asked the system anew for its events. After a freeze it goes on with those
 * that it had: connections that DynamoDB closed meanwhile are among the next, and not used again.
 * https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick
 */
async function nextPoll(): Promise<void> {
  // The check phase of this turn, then of the next: a poll lies between them.
  await setImmediate()
  await setImmediate()
}

function startDeadline(ms: number): Deadline & { clear(): void } {
  const controller = new AbortController()
  const ended = nowMs() + ms
  const timer = setTimeout(() => controller.abort(gatewayError('TimedOut')), ms)
  return {
    signal: controller.signal,
    leftMs: () => ended - nowMs(),
    clear: () => clearTimeout(timer)
  }
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
function traceIdOf(header = ''): string | undefined {
  return /Root=([^;]+)/.exec(header)?.[1]
}
