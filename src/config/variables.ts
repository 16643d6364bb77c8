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
  /** What the documents say of it, in Markdown: names and values are code. */
  meaning: string
  /** The one door at which it has an effect; it is checked at both. */
  only?: 'server' | 'function'
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
    meaning:
      '`embedded`: a database inside the server; `aws` (the default of the image and of a function): DynamoDB',
    read: oneOf('embedded', 'aws')
  },
  AWS_ENDPOINT_URL_DYNAMODB: {
    meaning:
      'another engine, such as DynamoDB Local at `http://127.0.0.1:8000`, or one of AWS’s own endpoints; wins over `DYNAMODB`',
    read: readUrl
  },
  EMBEDDED_PATH: {
    fallback: '.dynamodb',
    meaning: 'where the embedded database keeps its files; `:memory:` keeps none',
    only: 'server',
    read: readEmbeddedPath
  },
  TABLE_NAME: {
    fallback: 'lambda-apigateway',
    meaning: 'the table that is made at the start if it is missing, never on AWS',
    only: 'server',
    read: readTableName
  },
  TABLE_KEY: {
    fallback: 'id:S',
    meaning: 'its key, `name:S` or `name:N`, or two of them, as in `pk:S,sk:N`',
    only: 'server',
    read: readTableKey
  },
  ALLOWED_TABLES: {
    fallback: '*',
    meaning: 'the tables that requests may name, separated by commas; `*` allows all',
    read: readAllowedTables
  },
  API_KEYS: {
    meaning:
      'the keys that `x-api-key` may be, separated by commas; a key may be `sha256:` and its digest; unset, no key is asked for',
    read: readApiKeys
  },
  API_KEYS_FILE: {
    meaning: 'a JSON file of further keys, which may be bound to tables and operations',
    read: readApiKeysFile
  },
  STAGE: {
    fallback: 'Prod',
    meaning: 'the API Gateway stage, as which paths may begin',
    read: readStage
  },
  BODY_LIMIT: {
    fallback: '6291456',
    meaning: 'the largest body in bytes; the default is Lambda’s own limit',
    read: integer(1, MAX_BODY_LIMIT)
  },
  REQUEST_TIMEOUT_MS: {
    fallback: '29000',
    meaning: 'milliseconds until an answer must be there; the default is API Gateway’s own limit',
    read: integer(1, MAX_TIMEOUT_MS)
  },
  ERROR_STATUS: {
    fallback: 'http',
    meaning: '`http`, or `lambda`: the function’s errors have status 200, as in the lab',
    read: oneOf('http', 'lambda')
  },
  BARE_ERROR: {
    fallback: 'message',
    meaning:
      'how the error of a bare envelope is told: `message`, or `answer`: its status and whole body, for the non-proxy integration',
    only: 'function',
    read: oneOf('message', 'answer')
  },
  LOG_LEVEL: {
    fallback: 'info',
    meaning: LOG_LEVELS.map((level) => `\`${level}\``).join(', '),
    read: oneOf(...LOG_LEVELS)
  },
  HOST: {
    fallback: '127.0.0.1',
    meaning: 'the address to listen on; the image’s default is `0.0.0.0`',
    only: 'server',
    read: readHost
  },
  PORT: {
    fallback: '3000',
    meaning: 'the port to listen on; `0` takes any free one',
    only: 'server',
    read: integer(0, 65_535)
  },
  TRUST_PROXY: {
    meaning:
      'proxies whose `X-Forwarded-*` are believed: addresses, or ranges such as `10.0.0.0/8`, separated by commas; unset, none',
    only: 'server',
    read: readProxies
  },
  RATE_LIMIT: {
    meaning:
      'requests per second of one API key, or of one address, beyond which another is 429; unset, no limit',
    only: 'server',
    read: integer(1, 1_000_000)
  },
  BURST: {
    meaning: 'requests that may come at once after a pause; unset, as many as in a second',
    only: 'server',
    read: integer(1, 1_000_000)
  },
  CORS_ORIGIN: {
    meaning:
      'origins whose pages may call, such as `https://example.com`, separated by commas; `*` is all; unset, none',
    only: 'server',
    read: readOrigins
  },
  MAX_IN_FLIGHT: {
    fallback: '1024',
    meaning: 'requests in flight, beyond which another is 503 before its body is read',
    only: 'server',
    read: integer(1, 1_000_000)
  },
  MAX_EVENT_LOOP_DELAY_MS: {
    fallback: '1000',
    meaning: 'milliseconds that the process may be late, beyond which requests are 503',
    only: 'server',
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
