import { fastifyUnderPressure } from '@fastify/under-pressure'
import fp from 'fastify-plugin'
import { gatewayError } from '../../operations/errors.ts'

export interface PressureLimits {
  maxInFlight: number
  maxEventLoopDelayMs: number
}

/**
 * Turns requests away, before their bodies are read, while more are in flight or the event loop is later
 * (on the mean of the last second) than the limits say: those that are served then are served in time.
 */
export const pressure = fp(async (app, limits: PressureLimits) => {
  let isLate = (): boolean => false
  // In a scope without routes: the plugin's own hook asks for the route's options, for which Fastify makes
  // and freezes an object per request.
  await app.register(async (scope) => {
    await scope.register(fastifyUnderPressure, { maxEventLoopDelay: limits.maxEventLoopDelayMs })
    isLate = scope.isUnderPressure
  })

  app.addHook('onRequest', (_request, _reply, done) => {
    const isFull = app.inFlight.size > limits.maxInFlight || isLate()
    done(isFull ? gatewayError('ServiceUnavailableException') : undefined)
  })
})
