import { readApiKeys, readApiKeysFile } from './api-keys.ts'
import type { Known } from './known.ts'
import { readEmbeddedPath } from './paths.ts'
import {
  integer,
  oneOf,
  readAllowedOperations,
  readAllowedTables,
  readHost,
  readOrigins,
  readProxies,
  readStage,
  readTableKey,
  readTableName,
  readUrl
} from './readers.ts'
import type { TableDefinition } from './table-definition.ts'

export type LogLevel = (typeof LOG_LEVELS)[number]

export interface Variable<T> {
  /** The default; undefined: the value of an unset variable is undefined. */
  fallback?: string
  /** Throws an Error that says what was expected, with one line for each fault. */
  read(text: string, known: Known): T
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const MAX_BODY_LIMIT = 64 * 1024 * 1024
// Node's timers overflow at a longer delay.
const MAX_TIMEOUT_MS = 2 ** 31 - 1

function readTables(path: string, known: Known): TableDefinition[] {
  if (known.readTables) return known.readTables(path)
  throw new Error('expected none in a function, whose tables ALLOWED_TABLES names')
}

/**
 * All variables of the service, with the defaults of `npm start`. The SDK reads its own AWS_*
 * variables.
 */
export const variables = {
  DYNAMODB: { fallback: 'embedded', read: oneOf('embedded', 'aws') },
  AWS_ENDPOINT_URL_DYNAMODB: { read: readUrl },
  EMBEDDED_PATH: { fallback: '.dynamodb', read: readEmbeddedPath },
  EMBEDDED_PORT: { read: integer(0, 65_535) },
  TABLE_NAME: { fallback: 'lambda-apigateway', read: readTableName },
  TABLE_KEY: { fallback: 'id:S', read: readTableKey },
  TABLES_FILE: { read: readTables },
  ALLOWED_TABLES: { fallback: '*', read: readAllowedTables },
  ALLOWED_OPERATIONS: { fallback: '*', read: readAllowedOperations },
  API_KEYS: { read: readApiKeys },
  API_KEYS_FILE: { read: readApiKeysFile },
  STAGE: { fallback: 'Prod', read: readStage },
  BODY_LIMIT: { fallback: '6291456', read: integer(1, MAX_BODY_LIMIT) },
  REQUEST_TIMEOUT_MS: { fallback: '29000', read: integer(1, MAX_TIMEOUT_MS) },
  ERROR_STATUS: { fallback: 'http', read: oneOf('http', 'lambda') },
  BARE_ERROR: { fallback: 'message', read: oneOf('message', 'answer') },
  LOG_LEVEL: { fallback: 'info', read: oneOf(...LOG_LEVELS) },
  HOST: { fallback: '127.0.0.1', read: readHost },
  PORT: { fallback: '3000', read: integer(0, 65_535) },
  TRUST_PROXY: { read: readProxies },
  RATE_LIMIT: { read: integer(1, 1_000_000) },
  BURST: { read: integer(1, 1_000_000) },
  CORS_ORIGIN: { read: readOrigins },
  MAX_IN_FLIGHT: { fallback: '1024', read: integer(1, 1_000_000) },
  MAX_EVENT_LOOP_DELAY_MS: { fallback: '1000', read: integer(1, MAX_TIMEOUT_MS) }
} satisfies Record<string, Variable<unknown>>

export type Name = keyof typeof variables

type Read<V extends Variable<unknown>> = ReturnType<V['read']>

/** The values of the variables, as their readers returned them. */
export type Values = {
  [N in Name]: (typeof variables)[N] extends { fallback: string }
    ? Read<(typeof variables)[N]>
    : Read<(typeof variables)[N]> | undefined
}
