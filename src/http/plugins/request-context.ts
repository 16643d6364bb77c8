import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { toRequestLine } from '../../gateway/log-lines.ts'
import type { RequestRecord } from '../../operations/request-record.ts'
import type { AppOptions } from '../options.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What dispatch() records of the request, for its line in the log. */
    record: RequestRecord & { errorType?: string }
    /** When the request's headers were read, by performance.now(). */
    started: number
  }
}

/**
 * Gives every request its id header, its start time and its record, and logs one line when it is
 * over, without payloads, items or keys. Fastify uses this logger too: its own would make a child
 * logger and two listeners for each request, which costs a fifteenth of a `ping`.
 */
export const requestContext = fp(
  async (app, { logger }: Pick<AppOptions, 'logger'>) => {
    app.log = logger
    app.decorateRequest('record')
    app.decorateRequest('started', 0)

    app.addHook('onRequest', (request, reply, done) => {
      request.started = performance.now()
      request.record = {}
      request.log = reply.log = logger
      // The name is in lower case already, which saves Fastify converting it.
      reply.header('x-amzn-requestid', request.id)
      done()
    })

    if (logger.isLevelEnabled('info')) app.onClosed(writeLine)
  },
  { name: 'request-context', dependencies: ['in-flight'] }
)

const PROBES = new Set(['/health', '/ready'])

function writeLine(request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode } = reply.raw
  if (PROBES.has(request.url) && statusCode < 400) return
  const isAnswered = reply.raw.writableFinished
  const line = toRequestLine(request.record, {
    requestId: request.id,
    statusCode: isAnswered ? statusCode : undefined,
    ms: performance.now() - request.started
  })
  request.log.info(line, isAnswered ? 'request' : 'request: the client hung up')
}
