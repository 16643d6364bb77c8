import type { Logger } from 'pino'
import type { TableDescription } from '../documents/table-description.ts'
import type { ApiKey } from '../gateway/api-key.ts'
import type { Service } from '../operations/dispatch.ts'
import type { PressureLimits } from './plugins/pressure.ts'
import type { RateLimit } from './plugins/rate-limit.ts'
import type { Waits } from './waits.ts'

/** What the HTTP door is built from. */
export interface AppOptions extends PressureLimits {
  service: Service
  /** Resolves where DynamoDB answers and the table is there; rejects with why not. */
  checkReady: (signal: AbortSignal) => Promise<void>
  /** undefined: no key is asked for. */
  apiKeys?: readonly ApiKey[] | undefined
  /** Addresses and ranges of the proxies whose X-Forwarded-* are believed; undefined: none. */
  trustProxy?: readonly string[] | undefined
  /** Of each caller; undefined: no limit. */
  rateLimit?: RateLimit | undefined
  /** The origins whose pages may call; undefined: none. */
  corsOrigins?: readonly string[] | undefined
  /** The table that the documents' examples are made for. */
  table: TableDescription
  stage: string
  /** Bytes. */
  bodyLimit: number
  /** Bytes of V8's heap, for all bodies that are served at once. */
  bodiesHeap: number
  requestTimeoutMs: number
  errorStatus: 'http' | 'lambda'
  /** Instead of those in waits.ts. */
  waits?: Partial<Waits> | undefined
  logger: Logger
}
