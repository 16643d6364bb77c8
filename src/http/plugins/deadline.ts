import fp from 'fastify-plugin'
import { gatewayError } from '../../operations/errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborts when the time for an answer is over, or the client is gone. */
    abortSignal: AbortSignal
  }
}

/** Gives every request its limit of time, counted from its headers: a slow body is in it. */
export const deadline = fp(async (app, { requestTimeoutMs }: { requestTimeoutMs: number }) => {
  app.decorateRequest('abortSignal')

  app.addHook('onRequest', async (request, reply) => {
    const controller = new AbortController()
    request.abortSignal = controller.signal
    const timer = setTimeout(() => {
      const error = gatewayError('EndpointRequestTimedOutException')
      controller.abort(error)
      // Nothing runs yet that could reject: the body is still on its way.
      if (!request.raw.complete) reply.header('connection', 'close').send(error)
    }, requestTimeoutMs)
    reply.raw.once('close', () => {
      clearTimeout(timer)
      if (!reply.raw.writableFinished) controller.abort(new Error('The client hung up'))
    })
  })
})
