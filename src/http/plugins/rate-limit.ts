import fastifyRateLimit, {
  type FastifyRateLimitStore,
  type FastifyRateLimitStoreCtor
} from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { LruMap } from 'toad-cache'
import { gatewayError } from '../../operations/errors.ts'

export interface RateLimit {
  perSecond: number
  /** How many requests may come at once after a pause. */
  burst: number
}

const NO_HEADERS = {
  'x-ratelimit-limit': false,
  'x-ratelimit-remaining': false,
  'x-ratelimit-reset': false
}
/** Beyond this many, those are forgotten that have been silent for longest. */
const MAX_CALLERS = 10_000

/**
 * Holds each caller, by its API key or else by its address, to a steady rate and a burst, as API Gateway
 * does: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export const rateLimit = fp(async (app, limit: RateLimit) => {
  await app.register(fastifyRateLimit, {
    global: false,
    max: limit.burst,
    store: createStore(limit),
    keyGenerator: callerOf,
    errorResponseBuilder: () => gatewayError('TooManyRequestsException') as never,
    // API Gateway tells none of them.
    addHeadersOnExceeding: NO_HEADERS,
    addHeaders: NO_HEADERS
  })
  app.addHook('onRequest', app.rateLimit())
})

/** A wrong key is counted by the address that it comes from: nobody guesses faster than the limit. */
function callerOf({ apiKey, ip }: FastifyRequest): string {
  return apiKey?.sha256 ?? fastifyRateLimit.normalizeIP(ip)
}

/**
 * The library counts in windows, which let twice the limit pass around their edges. This store fills a
 * bucket for each caller, a token every so often, and says how many are taken: of each bucket it keeps
 * when it will be full (the generic cell rate algorithm, https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm).
 */
function createStore({ perSecond, burst }: RateLimit): FastifyRateLimitStoreCtor {
  const intervalMs = 1000 / perSecond
  return class TokenBuckets implements FastifyRateLimitStore {
    readonly #fullAt = new LruMap<number>(MAX_CALLERS)

    incr(
      caller: string,
      done: (error: Error | null, result: { current: number; ttl: number }) => void
    ): void {
      const now = performance.now()
      const fullAt = Math.max(now, this.#fullAt.get(caller) ?? 0) + intervalMs
      const taken = (fullAt - now) / intervalMs
      if (taken <= burst) this.#fullAt.set(caller, fullAt)
      done(null, { current: taken, ttl: 0 })
    }

    child(): FastifyRateLimitStore {
      return this
    }
  }
}
