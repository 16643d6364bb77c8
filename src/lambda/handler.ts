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
  /** undefined: no key is asked for. An envelope that is the event itself carries none, and needs none. */
  apiKeys?: readonly ApiKey[] | undefined
  stage: string
  /** Bytes. */
  bodyLimit: number
  requestTimeoutMs: number
  errorStatus: 'http' | 'lambda'
  bareError: BareError
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
 * Makes the Lambda handler. It answers a front's event by the contract, exactly, and a bare envelope
 * with the bare result, or by rejecting with an Error that has the contract's words.
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

/** The headers that an operation with pages has, and that lines have. */
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
