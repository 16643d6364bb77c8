import { once } from 'node:events'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { gatewayError } from '../gateway/errors.ts'
import type { ServiceError } from '../operations/errors.ts'
import type { LineStream, PageDeadline } from '../operations/stream.ts'
import { logCause } from './plugins/error-handler.ts'

/** How many milliseconds beyond a page's time limit a client may go without reading. */
const SLOW_READER_MS = 10_000

/**
 * Answers a request with a stream of lines, each page as soon as it is there. The status and the
 * headers are sent with the first page.
 */
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
  // A highWaterMark of 0 keeps Node from reading ahead: LineStream itself prefetches the next page.
  const pages = Readable.from(writePages(request, lines), { objectMode: false, highWaterMark: 0 })
  return reply.header('x-accel-buffering', 'no').type(type).send(pages)
}

async function* writePages(request: FastifyRequest, lines: LineStream): AsyncGenerator<string> {
  const { stopping } = request.server
  const stop = once(stopping, 'abort').then(() => undefined)
  let last: string
  try {
    for (;;) {
      // No further page is started once the server is stopping.
      const page = stopping.aborted ? undefined : await Promise.race([lines.take(), stop])
      if (page === undefined) break
      if (page !== '') yield page
    }
    last = lines.end()
  } catch (thrown) {
    // LineStream rejects only with a ServiceError.
    const error = thrown as ServiceError
    logCause(error, request)
    last = lines.fail(error, request.id)
  }
  delete request.record.cut
  yield last
}

/**
 * Starts the deadline of one page: its signal aborts after `requestTimeoutMs`, or as soon as
 * `signal` does because the client hung up.
 */
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
