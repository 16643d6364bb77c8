import type { ApiKeyConfig } from './config/api-keys.ts'
import { type DatabaseConfig, type Environment, toDatabaseConfig } from './config/database.ts'
import type { EnvFile } from './config/env-file.ts'
import type { Known } from './config/known.ts'
import { findNameFaults, findNameWarnings } from './config/names.ts'
import type { KeyAttribute } from './config/readers.ts'
import type { TableDefinition } from './config/table-definition.ts'
import { toTableDefinition, toTableKey } from './config/table-key.ts'
import {
  type LogLevel,
  type Name,
  type Values,
  type Variable,
  variables
} from './config/variables.ts'
import { findWarnings } from './config/warnings.ts'

export interface Config {
  database: DatabaseConfig
  /** There is at least one table. */
  tables: readonly TableDefinition[]
  /** The name of the first table, which the examples and /ready use. */
  tableName: string
  tableKey: readonly KeyAttribute[]
  /** undefined: every table. */
  allowedTables: ReadonlySet<string> | undefined
  /** undefined: every operation. */
  allowedOperations: ReadonlySet<string> | undefined
  /** undefined: requests need no key. */
  apiKeys: readonly ApiKeyConfig[] | undefined
  host: string
  port: number
  stage: string
  /** The limit of a request's body in bytes. */
  bodyLimit: number
  requestTimeoutMs: number
  /** How many requests may run at once; further ones are refused. */
  maxInFlight: number
  maxEventLoopDelayMs: number
  /** Addresses and ranges of proxies whose X-Forwarded-* headers are trusted; undefined: none. */
  trustProxy: readonly string[] | undefined
  /** The limit for each API key or address; undefined: no limit. */
  rateLimit: { perSecond: number; burst: number } | undefined
  /** Origins whose pages may call the service; undefined: none. */
  corsOrigins: readonly string[] | undefined
  errorStatus: 'http' | 'lambda'
  bareError: 'message' | 'answer'
  logLevel: LogLevel
  /** Sentences for the log about what is probably a mistake. */
  warnings: readonly string[]
}

export interface Sources extends Known {
  /** The environment of the process. */
  env: Environment
  /** A file of settings; the environment has precedence over it. */
  file?: EnvFile
  /** Defaults that replace those of `variables`, because a Lambda runs on AWS. */
  defaults?: Partial<Record<Name, string>>
}

// An empty variable counts as unset. These must not be empty, because a secret that got lost would
// open the service, or further tables.
const NEVER_EMPTY: readonly string[] = [
  'API_KEYS',
  'API_KEYS_FILE',
  'ALLOWED_TABLES',
  'ALLOWED_OPERATIONS',
  'TABLES_FILE'
] satisfies Name[]

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads and checks the environment and the file. Throws one ConfigError that names every fault. */
export function loadConfig({ env: own, file, defaults = {}, ...known }: Sources): Config {
  const env = file ? { ...toEnvironment(file), ...own } : own
  const values: Record<string, unknown> = {}
  const faults: string[] = file ? [...file.faults, ...findNameFaults(file)] : []
  for (const [name, { fallback, read }] of Object.entries<Variable<unknown>>(variables)) {
    try {
      const text = readGiven(name, env[name]) || (defaults[name as Name] ?? fallback)
      if (text !== undefined) values[name] = read(text, known)
    } catch (error) {
      const lines = (error as Error).message.split('\n')
      faults.push(...lines.map((line) => `${name}: ${line}`))
    }
  }
  // Without a fault, every variable that is set or has a default was converted by its reader.
  if (faults.length === 0) faults.push(...findConflicts(values as Values, env))
  if (faults.length > 0) throw new ConfigError(`Invalid configuration\n  ${faults.join('\n  ')}`)
  const config = toConfig(values as Values, env)
  return { ...config, warnings: [...findNameWarnings(own, file), ...findWarnings(config, env)] }
}

function toEnvironment({ settings }: EnvFile): Environment {
  return Object.fromEntries(Array.from(settings, ([name, { value }]) => [name, value]))
}

/**
 * Throws an Error for a text that no variable can mean, and for what Docker's `--env-file` leaves
 * of a file that was written for other programs.
 */
function readGiven(name: string, given: string | undefined): string | undefined {
  if (given === '' && NEVER_EMPTY.includes(name)) throw new Error('must not be empty')
  if (given !== undefined && /^(["'`]).*\1$/s.test(given)) {
    throw new Error('expected a value without quotes around it, which --env-file of Docker keeps')
  }
  if (given !== undefined && /\p{Cc}/u.test(given)) {
    throw new Error('expected no control characters, such as the CR that ends lines on Windows')
  }
  return given
}

function toConfig(values: Values, env: Environment): Omit<Config, 'warnings'> {
  const single = toTableDefinition(values.TABLE_NAME, values.TABLE_KEY)
  const [first = single, ...others] = values.TABLES_FILE ?? []
  const tables = [first, ...others]
  const isBound = env.ALLOWED_TABLES === undefined && values.TABLES_FILE !== undefined
  return {
    database: toDatabaseConfig(values, env),
    tables,
    tableName: first.TableName,
    tableKey: toTableKey(first),
    allowedTables: isBound
      ? new Set(tables.map(({ TableName }) => TableName))
      : values.ALLOWED_TABLES,
    allowedOperations: values.ALLOWED_OPERATIONS,
    apiKeys: toApiKeys(values),
    host: values.HOST,
    port: values.PORT,
    stage: values.STAGE,
    bodyLimit: values.BODY_LIMIT,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    maxInFlight: values.MAX_IN_FLIGHT,
    maxEventLoopDelayMs: values.MAX_EVENT_LOOP_DELAY_MS,
    trustProxy: values.TRUST_PROXY,
    rateLimit: toRateLimit(values),
    corsOrigins: values.CORS_ORIGIN,
    errorStatus: values.ERROR_STATUS,
    bareError: values.BARE_ERROR,
    logLevel: values.LOG_LEVEL
  }
}

/** Finds faults that no variable has alone. */
function findConflicts(
  { API_KEYS = [], API_KEYS_FILE = [], RATE_LIMIT, BURST, TABLES_FILE }: Values,
  env: Environment
): string[] {
  const faults: string[] = []
  for (const name of ['TABLE_NAME', 'TABLE_KEY']) {
    if (TABLES_FILE && env[name]) {
      faults.push(`${name}: expected none beside TABLES_FILE, whose first table takes its place`)
    }
  }
  const digests = new Set(API_KEYS.map(({ sha256 }) => sha256))
  if (API_KEYS_FILE.some(({ sha256 }) => digests.has(sha256))) {
    faults.push('API_KEYS_FILE: expected other keys than those of API_KEYS, which may do all')
  }
  if (BURST !== undefined && RATE_LIMIT === undefined) {
    faults.push('BURST: expected RATE_LIMIT beside it')
  }
  return faults
}

function toApiKeys({ API_KEYS, API_KEYS_FILE }: Values): Config['apiKeys'] {
  if (API_KEYS === undefined && API_KEYS_FILE === undefined) return undefined
  return [...(API_KEYS ?? []), ...(API_KEYS_FILE ?? [])]
}

function toRateLimit({ RATE_LIMIT, BURST }: Values): Config['rateLimit'] {
  if (RATE_LIMIT === undefined) return undefined
  return { perSecond: RATE_LIMIT, burst: BURST ?? RATE_LIMIT }
}
