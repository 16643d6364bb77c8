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
  await app.register(fastifyUnderPressure, {
    maxEventLoopDelay: limits.maxEventLoopDelayMs,
    pressureHandler: async () => {
      throw gatewayError('ServiceUnavailableException')
    }
  })

  app.addHook('onRequest', (_request, _reply, done) => {
    const isFull = app.inFlight.size > limits.maxInFlight
    done(isFull ? gatewayError('ServiceUnavailableException') : undefined)
  })
})
