import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { toRequestLine } from '../../gateway/log-lines.ts'
import type { Trace } from '../../operations/dispatch.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What dispatch() tells of the request. */
    trace: Trace & { errorType?: string }
  }
}

/** Logs one line per request, when its answer is out or its client gone. Never payloads, items or keys. */
export const requestLog = fp(async (app) => {
  app.decorateRequest('trace')

  app.addHook('onRequest', async (request, reply) => {
    const started = performance.now()
    request.trace = {}
    reply.header('x-amzn-RequestId', request.id)
    reply.raw.once('close', () => writeLine(request, reply, performance.now() - started))
  })
})

const PROBES = new Set(['/health', '/ready'])

function writeLine(request: FastifyRequest, reply: FastifyReply, ms: number): void {
  const { statusCode } = reply.raw
  if (PROBES.has(request.url) && statusCode < 400) return
  const isAnswered = reply.raw.writableFinished
  const line = toRequestLine({
    ...request.trace,
    requestId: request.id,
    statusCode: isAnswered ? statusCode : undefined,
    ms
  })
  request.log.info(line, isAnswered ? 'request' : 'request: the client hung up')
}
