import fastifyRateLimit, {
  type FastifyRateLimitStore,
  type FastifyRateLimitStoreCtor
} from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { LruMap } from 'toad-cache'
import { gatewayError } from '../../gateway/errors.ts'

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
export const rateLimit = fp(
  async (app, limit: RateLimit) => {
    await app.register(fastifyRateLimit, {
      global: false,
      max: limit.burst,
      store: createStore(limit),
      keyGenerator: callerOf,
      errorResponseBuilder: () => gatewayError('TooManyRequests') as never,
      // API Gateway tells none of them.
      addHeadersOnExceeding: NO_HEADERS,
      addHeaders: NO_HEADERS
    })
    app.addHook('onRequest', app.rateLimit())
  },
  { name: 'rate-limit' }
)

/** A wrong key is counted by the address that it comes from: nobody guesses faster than the limit. */
function callerOf({ apiKey, ip }: FastifyRequest): string {
  return apiKey?.sha256 ?? fastifyRateLimit.normalizeIP(ip)
}

interface Bucket {
  tokens: number
  atMs: number
}

/**
 * The library counts in windows, which let twice the limit pass around their edges. This store has a bucket
 * for each caller, which fills by so many tokens a second up to the burst, and each request takes one
 * (https://en.wikipedia.org/wiki/Token_bucket). It counts tokens, not the times when there will be some: sums
 * of times are rounded, and a full bucket would at times be short of its last token by a hair.
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
      const isServed = filled >= 1
      if (isServed) this.#buckets.set(caller, { tokens: filled - 1, atMs: now })
      // The library asks one thing of the count: whether it is above the burst.
      done(null, { current: isServed ? burst : burst + 1, ttl: 0 })
    }

    child(): FastifyRateLimitStore {
      return this
    }
  }
}
