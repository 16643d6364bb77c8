import { fastifyUnderPressure } from '@fastify/under-pressure'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** It takes one of the places that maxInFlight counts. Those of other routes have undefined. */
    isServed: boolean | undefined
  }
}

export interface PressureLimits {
  maxInFlight: number
  maxEventLoopDelayMs: number
}

/**
 * Turns requests away, before their bodies are read, while as many as the limit says are served or the event
 * loop is later (on the mean of the last second): those that are served then are served in time. What was
 * turned away or refused before it comes here takes nobody's place.
 */
export const pressure = fp(
  async (app, limits: PressureLimits) => {
    let served = 0
    app.decorateRequest('isServed', false)
    let isLate = (): boolean => false
    // In a scope without routes: the plugin's own hook asks for the route's options, for which Fastify makes
    // and freezes an object per request.
    await app.register(async (scope) => {
      await scope.register(fastifyUnderPressure, { maxEventLoopDelay: limits.maxEventLoopDelayMs })
      isLate = scope.isUnderPressure
    })

    app.addHook('onRequest', (request, _reply, done) => {
      request.isServed = served < limits.maxInFlight && !isLate()
      if (!request.isServed) return done(gatewayError('TooBusy'))
      served++
      done()
    })
    app.onClosed((request) => {
      if (request.isServed) served--
    })
  },
  { name: 'pressure', dependencies: ['in-flight'] }
)
