import type { FastifyError, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError, toErrorAnswer } from '../../gateway/errors.ts'
import { toCauseLine } from '../../gateway/log-lines.ts'
import { stringify } from '../../json/stringify.ts'
import { ServiceError, toServiceError } from '../../operations/errors.ts'
import { HungUp } from './deadline.ts'

/**
 * Answers every failure in one of the contract's two shapes, the gateway's or the function's. Logs
 * the causes that no client may learn.
 */
export const errorHandler = fp(
  async (app, { errorStatus }: { errorStatus: 'http' | 'lambda' }) => {
    // An unknown path is refused before the body is read, in the contract's order of checks.
    app.addHook('onRequest', (request, _reply, done) => {
      done(request.is404 ? gatewayError('UnknownPath') : undefined)
    })

    app.setErrorHandler((thrown: FastifyError, request, reply) => {
      const error = fromFastify(thrown)
      request.record.errorType = error.errorType
      const { statusCode, headers, body } = toErrorAnswer(error, request.id, errorStatus)
      logCause(error, request)
      return reply.code(statusCode).headers(headers).type('application/json').send(stringify(body))
    })
  },
  { name: 'error-handler', dependencies: ['request-context', 'deadline'] }
)

/** Logs the cause of a request's failure, if it has one that the client does not learn. */
export function logCause(error: ServiceError, request: FastifyRequest): void {
  if (!hasCauseToLog(error, request)) return
  request.log.error(toCauseLine(error, request.id), 'request failed')
}

function hasCauseToLog(
  { statusCode, layer, cause, errorType }: ServiceError,
  request: FastifyRequest
) {
  // The gateway's own errors have no cause, and a busy server may make thousands of them.
  if (statusCode < 500 || layer === 'gateway' || cause instanceof HungUp) return false
  // If the client hung up, its aborted request is no failure, unless the fault is ours.
  return !(request.deadline.reason instanceof HungUp) || errorType === 'InternalFailure'
}

function fromFastify(thrown: FastifyError): ServiceError {
  if (thrown instanceof ServiceError) return thrown
  // Fastify's own 4xx concern the path or the headers, because it reads no bodies here.
  if (thrown.statusCode && thrown.statusCode < 500) {
    return gatewayError('BadRequest', thrown.message)
  }
  return toServiceError(thrown)
}
