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

const LOOK_MS = 20

/**
 * Turns requests away, before their bodies are read, while as many as the limit says are served, or
 * while some are and the event loop is late: those that are served then are served in time. What was
 * turned away or refused before it comes here takes nobody's place.
 */
export const pressure = fp(
  async (app, { maxInFlight, maxEventLoopDelayMs }: PressureLimits) => {
    let served = 0
    const lateness = new Lateness(maxEventLoopDelayMs, () => served > 0)
    app.decorateRequest('isServed', false)

    app.addHook('onRequest', (request, _reply, done) => {
      request.isServed = served === 0 || (served < maxInFlight && !lateness.isLate)
      if (!request.isServed) return done(gatewayError('TooBusy'))
      served++
      lateness.watch()
      done()
    })
    app.onClosed((request) => {
      if (request.isServed) served--
    })
    app.addHook('onClose', async () => lateness.end())
  },
  { name: 'pressure', dependencies: ['in-flight'] }
)

/**
 * Says whether the event loop is late, for as long as anybody is served. A timer that is late once
 * tells of a stall that is over by then; the loop is late if the next one is late too.
 */
class Lateness {
  readonly #limitMs: number
  readonly #isServing: () => boolean
  #timer: NodeJS.Timeout | undefined
  #dueMs = 0
  #wasLate = false
  isLate = false

  constructor(limitMs: number, isServing: () => boolean) {
    this.#limitMs = limitMs
    this.#isServing = isServing
  }

  watch(): void {
    if (this.#timer) return
    this.#dueMs = performance.now() + LOOK_MS
    this.#timer = setTimeout(() => this.#look(), LOOK_MS)
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #look(): void {
    const now = performance.now()
    const isLateOnce = this.#isServing() && now - this.#dueMs > this.#limitMs
    this.isLate = isLateOnce && this.#wasLate
    this.#wasLate = isLateOnce
    this.#dueMs = now + LOOK_MS
    if (this.#isServing()) this.#timer?.refresh()
    else this.#timer = undefined
  }
}
