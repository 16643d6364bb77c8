import { readApiKeys, readApiKeysFile } from './api-keys.ts'
import { readEmbeddedPath } from './paths.ts'
import {
  integer,
  oneOf,
  readAllowedTables,
  readHost,
  readOrigins,
  readProxies,
  readStage,
  readTableKey,
  readTableName,
  readUrl
} from './readers.ts'

export type LogLevel = (typeof LOG_LEVELS)[number]

export interface Variable<T> {
  /** What an unset variable means; without one, it stays undefined. */
  fallback?: string
  /** What .env.example says of it. */
  meaning: string
  /**
   * Throws an Error whose message says what was expected, a line for each fault. `operations` are the
   * names that the service knows.
   */
  read(text: string, operations: readonly string[]): T
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const MAX_BODY_LIMIT = 64 * 1024 * 1024
// A longer delay than this overflows Node's timers.
const MAX_TIMEOUT_MS = 2 ** 31 - 1

/** Every variable of ours, with the default for `npm start`. The SDK reads its own AWS_* beside these. */
export const variables = {
  DYNAMODB: {
    fallback: 'embedded',
    meaning: 'embedded (a database inside the server) or aws',
    read: oneOf('embedded', 'aws')
  },
  AWS_ENDPOINT_URL_DYNAMODB: {
    meaning:
      'an engine of your own, such as DynamoDB Local at http://127.0.0.1:8000; wins over DYNAMODB',
    read: readUrl
  },
  EMBEDDED_PATH: {
    fallback: '.dynamodb',
    meaning: 'where the embedded database keeps its files; :memory: keeps none',
    read: readEmbeddedPath
  },
  TABLE_NAME: {
    fallback: 'lambda-apigateway',
    meaning: 'the table made at start where it is missing (never on AWS)',
    read: readTableName
  },
  TABLE_KEY: {
    fallback: 'id:S',
    meaning: 'its key: name:type, or two of them, as in pk:S,sk:N',
    read: readTableKey
  },
  ALLOWED_TABLES: {
    fallback: '*',
    meaning: 'the tables that requests may name, separated by commas; *: all',
    read: readAllowedTables
  },
  API_KEYS: {
    meaning:
      'the keys that x-api-key may be, or sha256: and the digest of one, separated by commas; unset: none is asked for',
    read: readApiKeys
  },
  API_KEYS_FILE: {
    meaning:
      'a JSON file of more keys: [{"name", "key" or "sha256", "tables", "operations"}]; without the last two a key may do all',
    read: readApiKeysFile
  },
  STAGE: {
    fallback: 'Prod',
    meaning: 'the API Gateway stage whose prefix paths may have',
    read: readStage
  },
  BODY_LIMIT: {
    fallback: '6291456',
    meaning: 'the largest body, in bytes (Lambda’s own limit)',
    read: integer(1, MAX_BODY_LIMIT)
  },
  REQUEST_TIMEOUT_MS: {
    fallback: '29000',
    meaning: 'milliseconds until an answer must be there (API Gateway’s own limit)',
    read: integer(1, MAX_TIMEOUT_MS)
  },
  ERROR_STATUS: {
    fallback: 'http',
    meaning: 'http, or lambda: errors of the function with status 200, as in the lab',
    read: oneOf('http', 'lambda')
  },
  BARE_ERROR: {
    fallback: 'message',
    meaning:
      'how a function tells a bare envelope’s error: its message, or answer: status and whole body',
    read: oneOf('message', 'answer')
  },
  LOG_LEVEL: {
    fallback: 'info',
    meaning: LOG_LEVELS.join(', '),
    read: oneOf(...LOG_LEVELS)
  },
  // From here on, the server's alone: without effect in a function.
  HOST: { fallback: '127.0.0.1', meaning: 'the address to listen on', read: readHost },
  PORT: { fallback: '3000', meaning: 'the port; 0: any free one', read: integer(0, 65_535) },
  TRUST_PROXY: {
    meaning:
      'proxies whose X-Forwarded-* are believed: addresses, or ranges such as 10.0.0.0/8, separated by commas; unset: none',
    read: readProxies
  },
  RATE_LIMIT: {
    meaning: 'requests per second of one API key, or of one address; unset: no limit',
    read: integer(1, 1_000_000)
  },
  BURST: {
    meaning: 'requests that may come at once after a pause; unset: as many as in a second',
    read: integer(1, 1_000_000)
  },
  CORS_ORIGIN: {
    meaning:
      'origins whose pages may call, as https://example.com, separated by commas; *: all; unset: none',
    read: readOrigins
  },
  MAX_IN_FLIGHT: {
    fallback: '1024',
    meaning: 'requests in flight, beyond which another is turned away with 503',
    read: integer(1, 1_000_000)
  },
  MAX_EVENT_LOOP_DELAY_MS: {
    fallback: '1000',
    meaning: 'milliseconds that the process may be late, beyond which requests are turned away',
    read: integer(1, MAX_TIMEOUT_MS)
  }
} satisfies Record<string, Variable<unknown>>

export type Name = keyof typeof variables

type Read<V extends Variable<unknown>> = ReturnType<V['read']>

/** What the variables say, each as its reader made it. */
export type Values = {
  [N in Name]: (typeof variables)[N] extends { fallback: string }
    ? Read<(typeof variables)[N]>
    : Read<(typeof variables)[N]> | undefined
}
