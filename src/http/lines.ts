import { once } from 'node:events'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { gatewayError } from '../gateway/errors.ts'
import type { ServiceError } from '../operations/errors.ts'
import type { LineStream, PageDeadline } from '../operations/stream.ts'
import { tellCause } from './plugins/error-handler.ts'

/** How long beyond the limit of a page a client may take nothing. */
const SLOW_READER_MS = 10_000

/** Answers a request with lines, as they come; the reply's status and headers go out with the first. */
export function sendLines(
  reply: FastifyReply,
  lines: LineStream,
  type: string,
  requestTimeoutMs: number
): FastifyReply {
  const { request } = reply
  request.deadline.release()
  request.record.cut = true
  request.raw.socket.setTimeout(requestTimeoutMs + SLOW_READER_MS)
  // Nothing is read ahead: the stream itself holds the page that comes next.
  const pages = Readable.from(writePages(request, lines), { objectMode: false, highWaterMark: 0 })
  return reply.header('x-accel-buffering', 'no').type(type).send(pages)
}

async function* writePages(request: FastifyRequest, lines: LineStream): AsyncGenerator<string> {
  const { stopping } = request.server
  const stop = once(stopping, 'abort').then(() => undefined)
  let last: string
  try {
    for (;;) {
      // A page that comes while the server stops is not begun any more.
      const page = stopping.aborted ? undefined : await Promise.race([lines.take(), stop])
      if (page === undefined) break
      if (page !== '') yield page
    }
    last = lines.end()
  } catch (thrown) {
    // LineStream rejects with nothing else.
    const error = thrown as ServiceError
    tellCause(error, request)
    last = lines.fail(error, request.id)
  }
  delete request.record.cut
  yield last
}

/** Makes the limit of a stream's page, which ends at once if the client is gone. */
export function startPage(signal: AbortSignal, requestTimeoutMs: number): PageDeadline {
  const controller = new AbortController()
  const ended = performance.now() + requestTimeoutMs
  const timer = setTimeout(() => controller.abort(gatewayError('TimedOut')), requestTimeoutMs)
  const hangUp = () => controller.abort(signal.reason)
  signal.addEventListener('abort', hangUp, { once: true })
  return {
    signal: controller.signal,
    leftMs: () => ended - performance.now(),
    clear: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', hangUp)
    }
  }
}
