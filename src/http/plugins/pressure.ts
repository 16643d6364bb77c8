import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether the request counts toward maxInFlight; undefined on other routes. */
    isAdmitted: boolean | undefined
  }
}

export interface PressureLimits {
  /** How many admitted requests may be in flight at once. */
  maxInFlight: number
  /** How many milliseconds late the event loop may be while requests are admitted. */
  maxEventLoopDelayMs: number
}

/** How often the event loop's delay is sampled. */
const SAMPLE_INTERVAL_MS = 20

/**
 * Answers 503 to a request, before its body is read, while maxInFlight admitted requests are in
 * flight, or while at least one is and the event loop is late. That way admitted requests are
 * answered in time. A request that was refused, here or by an earlier hook, does not count.
 */
export const pressure = fp(
  async (app, { maxInFlight, maxEventLoopDelayMs }: PressureLimits) => {
    let admitted = 0
    const lateness = new Lateness(maxEventLoopDelayMs, () => admitted > 0)
    app.decorateRequest('isAdmitted', false)

    app.addHook('onRequest', (request, _reply, done) => {
      request.isAdmitted = admitted === 0 || (admitted < maxInFlight && !lateness.isLate)
      if (!request.isAdmitted) return done(gatewayError('TooBusy'))
      admitted++
      lateness.watch()
      done()
    })
    app.onClosed((request) => {
      if (request.isAdmitted) admitted--
    })
    app.addHook('onClose', async () => lateness.stop())
  },
  { name: 'pressure', dependencies: ['in-flight'] }
)

/**
 * Samples whether the event loop is late, by a timer that runs while requests are in flight. One
 * late timer shows a stall that has ended; the loop counts as late if the next timer is late too.
 */
class Lateness {
  readonly #limitMs: number
  readonly #isBusy: () => boolean
  #timer: NodeJS.Timeout | undefined
  #dueMs = 0
  #wasLate = false
  isLate = false

  constructor(limitMs: number, isBusy: () => boolean) {
    this.#limitMs = limitMs
    this.#isBusy = isBusy
  }

  watch(): void {
    if (this.#timer) return
    this.#dueMs = performance.now() + SAMPLE_INTERVAL_MS
    this.#timer = setTimeout(() => this.#sample(), SAMPLE_INTERVAL_MS)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #sample(): void {
    const now = performance.now()
    const isLateOnce = this.#isBusy() && now - this.#dueMs > this.#limitMs
    this.isLate = isLateOnce && this.#wasLate
    this.#wasLate = isLateOnce
    this.#dueMs = now + SAMPLE_INTERVAL_MS
    if (this.#isBusy()) this.#timer?.refresh()
    else this.#timer = undefined
  }
}
