import type { ServerResponse } from 'node:http'
import { fastifyUnderPressure } from '@fastify/under-pressure'
import fp from 'fastify-plugin'
import { gatewayError } from '../../operations/errors.ts'

export interface PressureLimits {
  maxInFlight: number
  maxEventLoopDelayMs: number
}

/**
 * Turns requests away, before their bodies are read, while as many as the limit says are served or the event
 * loop is later (on the mean of the last second): those that are served then are served in time. What was
 * turned away or refused before it comes here takes nobody's place.
 */
export const pressure = fp(async (app, limits: PressureLimits) => {
  const served = new Set<ServerResponse>()
  let isLate = (): boolean => false
  // In a scope without routes: the plugin's own hook asks for the route's options, for which Fastify makes
  // and freezes an object per request.
  await app.register(async (scope) => {
    await scope.register(fastifyUnderPressure, { maxEventLoopDelay: limits.maxEventLoopDelayMs })
    isLate = scope.isUnderPressure
  })

  app.addHook('onRequest', (_request, { raw }, done) => {
    if (served.size >= limits.maxInFlight || isLate()) {
      return done(gatewayError('ServiceUnavailableException'))
    }
    served.add(raw)
    done()
  })
  app.onClosed((_request, { raw }) => void served.delete(raw))
})
