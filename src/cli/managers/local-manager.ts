import { gatewayError, toErrorAnswer } from '../../gateway/errors.ts'
import { parse } from '../../json/parse.ts'
import { stringify } from '../../json/stringify.ts'
import { nowMs } from '../../operations/clock.ts'
import { type Answer, dispatch, type Service } from '../../operations/dispatch.ts'
import { ServiceError } from '../../operations/errors.ts'
import type { RequestRecord } from '../../operations/request-record.ts'
import type { LineStream, PageDeadline } from '../../operations/stream.ts'
import type { Envelope, Manager, Page, StreamEnd } from './manager.ts'
import { ManagerError } from './manager-error.ts'

export interface LocalOptions {
  service: Service
  /** Of one call, and of one page of a stream. */
  requestTimeoutMs: number
  /** Ends what is under way. */
  signal: AbortSignal
  close(): Promise<void>
}

/** Makes the manager that runs operations in this process, as the server would. */
export function createLocalManager({
  service,
  requestTimeoutMs,
  signal,
  close
}: LocalOptions): Manager {
  const startPage = () => startDeadline(signal, requestTimeoutMs)

  async function run(envelope: Envelope, asLines: boolean): Promise<Answer> {
    const deadline = startPage()
    const record: RequestRecord = {}
    try {
      return await dispatch(service, {
        body: withoutUndefined(envelope),
        deadline,
        record,
        startPage: asLines ? startPage : undefined
      })
    } catch (thrown) {
      throw toManagerError(thrown)
    } finally {
      deadline.clear()
    }
  }

  return {
    call: async (envelope) => (await run(envelope, false)).text as string,
    lines: async function* (envelope) {
      const { lines } = await run(envelope, true)
      // Only `list` and `query` are asked for as lines, and both are streams.
      return yield* readPages(lines as LineStream)
    },
    close
  }
}

async function* readPages(stream: LineStream): AsyncGenerator<Page, StreamEnd> {
  let units = 0
  try {
    for (let text = await stream.take(); text !== undefined; text = await stream.take()) {
      const end = readEnd(stream)
      const { CapacityUnits = 0 } = end.ConsumedCapacity ?? {}
      yield {
        lines: Buffer.from(text),
        lastKey: end.LastEvaluatedKey,
        units: CapacityUnits - units
      }
      units = CapacityUnits
    }
    return readEnd(stream)
  } catch (thrown) {
    throw toManagerError(thrown, readEnd(stream))
  }
}

function readEnd(stream: LineStream): StreamEnd {
  return parse(stream.end()) as StreamEnd
}

/** What JSON would leave out is no member of a body. */
function withoutUndefined(envelope: Envelope): object {
  return Object.fromEntries(Object.entries(envelope).filter(([, value]) => value !== undefined))
}

function toManagerError(thrown: unknown, end?: StreamEnd): unknown {
  if (!(thrown instanceof ServiceError)) return thrown
  const { errorType, message, statusCode } = thrown
  const { body } = toErrorAnswer(thrown, '', 'http')
  const { requestId, ...told } = body
  return new ManagerError(errorType, message, {
    statusCode,
    lastKey: end?.LastEvaluatedKey,
    answer: stringify(told),
    cause: thrown.cause
  })
}

function startDeadline(signal: AbortSignal, limitMs: number): PageDeadline {
  const controller = new AbortController()
  const ended = nowMs() + limitMs
  const timer = setTimeout(() => controller.abort(gatewayError('TimedOut')), limitMs)
  const abort = () => controller.abort(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return {
    signal: controller.signal,
    leftMs: () => ended - nowMs(),
    clear: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  }
}
