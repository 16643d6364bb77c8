import { setImmediate } from 'node:timers/promises'
import { type ApiKey, createKeyFinder } from '../gateway/api-key.ts'
import { gatewayError, toErrorAnswer } from '../gateway/errors.ts'
import { toCauseLine, toRequestLine } from '../gateway/log-lines.ts'
import { nowMs } from '../operations/clock.ts'
import type { Deadline } from '../operations/database.ts'
import { dispatch, type Service } from '../operations/dispatch.ts'
import { startNearEnd } from '../operations/near-end.ts'
import type { RequestRecord } from '../operations/request-record.ts'
import { type BareError, createBare } from './bare.ts'
import { readHttpEvent } from './event.ts'
import { createFront } from './front.ts'
import { gatherLines } from './lines.ts'
import type { Log } from './log.ts'
import { toReturnableError } from './result.ts'

export interface HandlerOptions {
  service: Service
  /**
   * The API keys that are accepted; undefined: no key is required. A bare envelope carries no key
   * and needs none.
   */
  apiKeys?: readonly ApiKey[] | undefined
  stage: string
  /** The most bytes that a body may have. */
  bodyLimit: number
  requestTimeoutMs: number
  errorStatus: 'http' | 'lambda'
  bareError: BareError
  log: Log
  /** Reads the invocation's X-Ray header, `Root=…;Parent=…;Sampled=…`, from the environment. */
  traceHeader: () => string | undefined
}

/**
 * The members of Lambda's context that the handler reads:
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export interface Context {
  awsRequestId: string
  getRemainingTimeInMillis(): number
}

export type Handler = (event: unknown, context: Context) => Promise<unknown>

/**
 * How much of the remaining time is left for writing the answer, before Lambda ends the process.
 */
const MARGIN_MS = 500

/**
 * Makes the Lambda handler. It answers a front's event with the contract's HTTP answer. It answers
 * a bare envelope with the bare result, or rejects with an Error that has the contract's message.
 */
export function createHandler(options: HandlerOptions): Handler {
  const { service, stage, bodyLimit, requestTimeoutMs, errorStatus, log } = options
  const findKey = options.apiKeys && createKeyFinder(options.apiKeys)
  let coldStart = true

  return async (event, context) => {
    const started = nowMs()
    const requestId = context.awsRequestId
    const remainingMs = context.getRemainingTimeInMillis()
    const record: RequestRecord = {}
    const environment = { traceId: traceIdOf(options.traceHeader()), coldStart, remainingMs }
    coldStart = false
    const deadline = startDeadline(Math.min(requestTimeoutMs, remainingMs - MARGIN_MS))
    const request = readHttpEvent(event)
    const invocation = request
      ? createFront(request, requestId, { stage, bodyLimit, findKey })
      : createBare(event, requestId, options.bareError)
    let statusCode = 200
    try {
      await nextPoll()
      const { body, caller, linesType } = invocation.read()
      record.client = caller.grant?.name
      const startPage = linesType === undefined ? undefined : () => startNearEnd(deadline)
      const { lines, text, wrote } = await dispatch(service, {
        body,
        caller,
        deadline,
        record,
        startPage
      })
      const headers = headersOf(service, record, lines && linesType)
      if (!lines) return invocation.succeed({ text, wrote, headers })
      const { resultLimit } = invocation
      const gathered = await gatherLines(lines, record, { resultLimit, requestId })
      return invocation.succeed({ text: gathered, wrote, headers })
    } catch (thrown) {
      const error = toReturnableError(thrown, invocation.resultLimit)
      const answer = toErrorAnswer(error, requestId, errorStatus)
      record.errorType = error.errorType
      statusCode = answer.statusCode
      if (error.statusCode >= 500) log.error(toCauseLine(error, requestId), 'request failed')
      Object.assign(answer.headers, headersOf(service, record))
      return invocation.fail(error, answer)
    } finally {
      deadline.clear()
      const ms = nowMs() - started
      const line = toRequestLine(record, { requestId, statusCode, ms })
      log.info({ ...line, ...environment }, 'request')
    }
  }
}

/** Makes the headers that only answers with pages have, and those that only lines have. */
function headersOf(
  { operations }: Service,
  { operation = '' }: RequestRecord,
  linesType?: string
): Record<string, string> {
  const isPaged = operations[operation]?.call?.next !== undefined
  return {
    ...(isPaged ? { vary: 'Accept' } : {}),
    ...(linesType === undefined ? {} : { 'content-type': linesType, 'x-accel-buffering': 'no' })
  }
}

/**
 * Resolves after the event loop has polled for new I/O. When Lambda thaws the process, the loop
 * first goes on with old events; the poll reports the connections that DynamoDB closed meanwhile,
 * so that they are not used again.
 * https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick
 */
async function nextPoll(): Promise<void> {
  // The first resolves in this turn's check phase, the second in the next one's: a poll lies
  // between.
  await setImmediate()
  await setImmediate()
}

/** Starts a deadline that aborts after `ms` milliseconds with the gateway's 504. */
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

/**
 * Reads the trace's id from an X-Ray header:
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
function traceIdOf(header = ''): string | undefined {
  return /Root=([^;]+)/.exec(header)?.[1]
}
