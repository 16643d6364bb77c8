import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { toRequestLine } from '../../gateway/log-lines.ts'
import type { RequestRecord } from '../../operations/request-record.ts'
import type { AppOptions } from '../options.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What dispatch() tells of the request. */
    record: RequestRecord & { errorType?: string }
    /** When its headers were read, by performance.now(). */
    started: number
  }
}

/**
 * Logs one line per request, when it is over. Never payloads, items or keys. All of Fastify logs with this one logger:
 * a logger of Fastify's own would be told of every response by two listeners, and be made anew for each request, for
 * lines that nobody wants, which costs a fifteenth of a `ping`.
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
      // In lower case, which Fastify would put it in.
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
