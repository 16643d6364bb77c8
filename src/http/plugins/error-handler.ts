import type { FastifyError, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError, toErrorAnswer } from '../../gateway/errors.ts'
import { toCauseLine } from '../../gateway/log-lines.ts'
import { stringify } from '../../json/stringify.ts'
import { ServiceError, toServiceError } from '../../operations/errors.ts'
import { HungUp } from './deadline.ts'

/** Answers every failure in the contract's two shapes; what no client may learn goes to the log. */
export const errorHandler = fp(
  async (app, { errorStatus }: { errorStatus: 'http' | 'lambda' }) => {
    // Before the body is read: an unknown path is told first.
    app.addHook('onRequest', (request, _reply, done) => {
      done(request.is404 ? gatewayError('UnknownPath') : undefined)
    })

    app.setErrorHandler((thrown: FastifyError, request, reply) => {
      const error = fromFastify(thrown)
      request.record.errorType = error.errorType
      const { statusCode, headers, body } = toErrorAnswer(error, request.id, errorStatus)
      tellCause(error, request)
      return reply.code(statusCode).headers(headers).type('application/json').send(stringify(body))
    })
  },
  { name: 'error-handler', dependencies: ['request-context', 'deadline'] }
)

/** Logs why a request failed, if there is something that no client may learn. */
export function tellCause(error: ServiceError, request: FastifyRequest): void {
  if (!hasCauseToTell(error, request)) return
  request.log.error(toCauseLine(error, request.id), 'request failed')
}

function hasCauseToTell(
  { statusCode, layer, cause, errorType }: ServiceError,
  request: FastifyRequest
) {
  // The gateway's own errors have none, and may come by the thousand.
  if (statusCode < 500 || layer === 'gateway' || cause instanceof HungUp) return false
  // What a client that is gone would have been told is no failure, unless it is a fault of ours.
  return !(request.deadline.reason instanceof HungUp) || errorType === 'InternalFailure'
}

function fromFastify(thrown: FastifyError): ServiceError {
  if (thrown instanceof ServiceError) return thrown
  // Fastify's own: of the path or the headers, as it reads no bodies.
  if (thrown.statusCode && thrown.statusCode < 500) {
    return gatewayError('BadRequest', thrown.message)
  }
  return toServiceError(thrown)
}
