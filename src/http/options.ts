import type { Logger } from 'pino'
import type { TableDescription } from '../documents/table-description.ts'
import type { ApiKey } from '../gateway/api-key.ts'
import type { Service } from '../operations/dispatch.ts'
import type { PressureLimits } from './plugins/pressure.ts'
import type { RateLimit } from './plugins/rate-limit.ts'
import type { Waits } from './waits.ts'

/** What buildApp() needs to build the HTTP server. */
export interface AppOptions extends PressureLimits {
  service: Service
  /** Resolves if DynamoDB answers and the table exists; rejects with the reason if not. */
  checkReady: (signal: AbortSignal) => Promise<void>
  /** The API keys that are accepted; undefined: no key is required. */
  apiKeys?: readonly ApiKey[] | undefined
  /**
   * Addresses and ranges of the proxies whose X-Forwarded-* headers are trusted; undefined: none.
   */
  trustProxy?: readonly string[] | undefined
  /** The rate limit for each caller; undefined: no limit. */
  rateLimit?: RateLimit | undefined
  /** The origins whose pages may call the API; undefined: none but our own. */
  corsOrigins?: readonly string[] | undefined
  /** The table that the examples in the documents use. */
  table: TableDescription
  stage: string
  /** The most bytes that a body may have. */
  bodyLimit: number
  /** How many bytes of V8's heap all bodies in flight may take together. */
  bodiesHeap: number
  requestTimeoutMs: number
  errorStatus: 'http' | 'lambda'
  /** Replaces some of the defaults in waits.ts. */
  waits?: Partial<Waits> | undefined
  logger: Logger
}
