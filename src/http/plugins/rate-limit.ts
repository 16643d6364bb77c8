import fastifyRateLimit, {
  type FastifyRateLimitStore,
  type FastifyRateLimitStoreCtor
} from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { LruMap } from 'toad-cache'
import { gatewayError } from '../../gateway/errors.ts'

export interface RateLimit {
  /** How many requests a second one caller may send on average. */
  perSecond: number
  /** How many requests one caller may send at once after a pause. */
  burst: number
}

const NO_HEADERS = {
  'x-ratelimit-limit': false,
  'x-ratelimit-remaining': false,
  'x-ratelimit-reset': false
}
/** How many callers are remembered; the one that has been silent for longest is dropped first. */
const MAX_CALLERS = 10_000

/**
 * Limits each caller, identified by its API key or else by its address, to a steady rate and a
 * burst, as API Gateway does:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export const rateLimit = fp(
  async (app, limit: RateLimit) => {
    await app.register(fastifyRateLimit, {
      global: false,
      max: limit.burst,
      store: createStore(limit),
      keyGenerator: callerOf,
      errorResponseBuilder: () => gatewayError('TooManyRequests') as never,
      // API Gateway sends no such headers.
      addHeadersOnExceeding: NO_HEADERS,
      addHeaders: NO_HEADERS
    })
    app.addHook('onRequest', app.rateLimit())
  },
  { name: 'rate-limit' }
)

/** Identifies a caller. A wrong key counts for its address, so guessing keys is limited too. */
function callerOf({ apiKey, ip }: FastifyRequest): string {
  return apiKey?.sha256 ?? fastifyRateLimit.normalizeIP(ip)
}

interface Bucket {
  tokens: number
  atMs: number
}

/**
 * Makes a store of token buckets for the library, whose own windows let twice the limit pass around
 * their edges. Each caller has a bucket that fills by `perSecond` tokens a second up to `burst`;
 * each request takes one (https://en.wikipedia.org/wiki/Token_bucket). A bucket counts tokens, not
 * times: sums of times are rounded, and a full bucket would now and then be just short of its last
 * token.
 */
function createStore({ perSecond, burst }: RateLimit): FastifyRateLimitStoreCtor {
  return class TokenBuckets implements FastifyRateLimitStore {
    readonly #buckets = new LruMap<Bucket>(MAX_CALLERS)

    incr(
      caller: string,
      done: (error: Error | null, result: { current: number; ttl: number }) => void
    ): void {
      const now = performance.now()
      const { tokens, atMs } = this.#buckets.get(caller) ?? { tokens: burst, atMs: now }
      const filled = Math.min(burst, tokens + ((now - atMs) / 1000) * perSecond)
      const isWithin = filled >= 1
      if (isWithin) this.#buckets.set(caller, { tokens: filled - 1, atMs: now })
      // The library only compares the count with the burst.
      done(null, { current: isWithin ? burst : burst + 1, ttl: 0 })
    }

    child(): FastifyRateLimitStore {
      return this
    }
  }
}
