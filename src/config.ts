import { type ApiKeyConfig, readApiKey, readApiKeysFile } from './api-keys.ts'

export interface Config {
  database: DatabaseConfig
  tableName: string
  tableKey: readonly { name: string; type: 'S' | 'N' | 'B' }[]
  /** undefined: every table. */
  allowedTables: ReadonlySet<string> | undefined
  /** undefined: no key is asked for. */
  apiKeys: readonly ApiKeyConfig[] | undefined
  host: string
  port: number
  stage: string
  /** Bytes. */
  bodyLimit: number
  requestTimeoutMs: number
  /** Beyond them, requests are turned away. */
  maxInFlight: number
  maxEventLoopDelayMs: number
  /** Of each API key or address; undefined: no limit. */
  rateLimit: { perSecond: number; burst: number } | undefined
  /** undefined: no page of another origin may call. */
  corsOrigins: readonly string[] | undefined
  errorStatus: 'http' | 'lambda'
  bareError: 'message' | 'answer'
  logLevel: LogLevel
}

export interface DatabaseConfig {
  kind: 'embedded' | 'endpoint' | 'aws'
  endpoint: string | undefined
  /** Where the embedded database keeps its files; undefined: in memory. */
  path: string | undefined
  /** undefined: the SDK finds it. */
  region: string | undefined
  /** undefined: the SDK's own chain. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined
}

export type LogLevel = (typeof LOG_LEVELS)[number]
type Environment = Readonly<Record<string, string | undefined>>

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
const MAX_BODY_LIMIT = 64 * 1024 * 1024
// A longer delay than this overflows Node's timers.
const MAX_TIMEOUT_MS = 2 ** 31 - 1

interface Variable<T> {
  fallback: string
  /** What .env.example says of it. */
  meaning: string
  /**
   * Throws an Error whose message says what was expected, a line for each fault. `operations` are the
   * names that the service knows.
   */
  read(text: string, operations: readonly string[]): T
}

/** Every variable of ours, with the default for `npm start`. The SDK reads its own AWS_* beside these. */
export const variables = {
  DYNAMODB: {
    fallback: 'embedded',
    meaning: 'embedded (a database inside the server) or aws',
    read: oneOf('embedded', 'aws')
  },
  AWS_ENDPOINT_URL_DYNAMODB: {
    fallback: '',
    meaning:
      'an engine of your own, such as DynamoDB Local at http://127.0.0.1:8000; wins over DYNAMODB',
    read: readUrl
  },
  EMBEDDED_PATH: {
    fallback: '.dynamodb',
    meaning: 'where the embedded database keeps its files; :memory: keeps none',
    read: readText
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
    fallback: '',
    meaning:
      'the keys that x-api-key may be, or sha256: and the digest of one, separated by commas; unset: none is asked for',
    read: (text: string) => readList(text).map(readApiKey)
  },
  API_KEYS_FILE: {
    fallback: '',
    meaning:
      'a JSON file of more keys: [{"name", "key" or "sha256", "tables", "operations"}]; without the last two a key may do all',
    read: readApiKeysFile
  },
  HOST: { fallback: '127.0.0.1', meaning: 'the address to listen on', read: readText },
  PORT: { fallback: '3000', meaning: 'the port; 0: any free one', read: integer(0, 65_535) },
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
  MAX_IN_FLIGHT: {
    fallback: '1024',
    meaning: 'requests in flight, beyond which another is turned away with 503',
    read: integer(1, 1_000_000)
  },
  MAX_EVENT_LOOP_DELAY_MS: {
    fallback: '1000',
    meaning: 'milliseconds that the process may be late, beyond which requests are turned away',
    read: integer(1, MAX_TIMEOUT_MS)
  },
  RATE_LIMIT: {
    fallback: '',
    meaning: 'requests per second of one API key, or of one address; unset: no limit',
    read: integer(1, 1_000_000)
  },
  BURST: {
    fallback: '',
    meaning: 'requests that may come at once after a pause; unset: as many as in a second',
    read: integer(1, 1_000_000)
  },
  CORS_ORIGIN: {
    fallback: '',
    meaning:
      'origins whose pages may call, as https://example.com, separated by commas; *: all; unset: none',
    read: readOrigins
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
  }
} satisfies Record<string, Variable<unknown>>

type Name = keyof typeof variables
type Values = { [N in Name]: ReturnType<(typeof variables)[N]['read']> }

// An empty variable counts as unset, but a secret that got lost must not open the door.
const NEVER_EMPTY: readonly string[] = [
  'API_KEYS',
  'API_KEYS_FILE',
  'ALLOWED_TABLES'
] satisfies Name[]

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads and checks the environment; `defaults` go before those of `variables` (a Lambda runs on AWS);
 * `operations` are those that keys may be bound to. Throws one ConfigError that names every fault.
 */
export function loadConfig(
  env: Environment,
  defaults: Partial<Record<Name, string>> = {},
  operations: readonly string[] = []
): Config {
  const values: Record<string, unknown> = {}
  const faults: string[] = []
  for (const [name, { fallback, read }] of Object.entries(variables)) {
    const given = env[name]
    try {
      if (given === '' && NEVER_EMPTY.includes(name)) throw new Error('must not be empty')
      const text = given || (defaults[name as Name] ?? fallback)
      if (text !== '') values[name] = read(text, operations)
    } catch (error) {
      const lines = (error as Error).message.split('\n')
      faults.push(...lines.map((line) => `${name}: ${line}`))
    }
  }
  if (faults.length === 0) faults.push(...findConflicts(values))
  if (faults.length > 0) throw new ConfigError(`Invalid configuration\n  ${faults.join('\n  ')}`)
  return toConfig(values as unknown as Values, env)
}

function toConfig(values: Values, env: Environment): Config {
  return {
    database: toDatabaseConfig(values, env),
    tableName: values.TABLE_NAME,
    tableKey: values.TABLE_KEY,
    allowedTables: values.ALLOWED_TABLES,
    apiKeys: toApiKeys(values),
    host: values.HOST,
    port: values.PORT,
    stage: values.STAGE,
    bodyLimit: values.BODY_LIMIT,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    maxInFlight: values.MAX_IN_FLIGHT,
    maxEventLoopDelayMs: values.MAX_EVENT_LOOP_DELAY_MS,
    rateLimit: toRateLimit(values),
    corsOrigins: values.CORS_ORIGIN,
    errorStatus: values.ERROR_STATUS,
    bareError: values.BARE_ERROR,
    logLevel: values.LOG_LEVEL
  }
}

/** What each variable alone cannot tell. */
function findConflicts({ API_KEYS = [], API_KEYS_FILE = [], RATE_LIMIT, BURST }: Partial<Values>) {
  const faults: string[] = []
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

// DynamoDB Local takes letters and digits only.
const PLACEHOLDER = { accessKeyId: 'test', secretAccessKey: 'test' }

function toDatabaseConfig(values: Values, env: Environment): DatabaseConfig {
  const endpoint: string | undefined = values.AWS_ENDPOINT_URL_DYNAMODB
  const kind = endpoint ? 'endpoint' : values.DYNAMODB
  const region = env.AWS_REGION || undefined
  if (kind === 'aws') {
    return { kind, endpoint, path: undefined, region, credentials: undefined }
  }
  return {
    kind,
    endpoint,
    path: values.EMBEDDED_PATH === ':memory:' ? undefined : values.EMBEDDED_PATH,
    region: region ?? 'us-east-1',
    credentials: kind === 'embedded' || !hasCredentials(env) ? PLACEHOLDER : undefined
  }
}

// Without any, the SDK would ask the metadata service of a cloud that is not there, and wait.
function hasCredentials(env: Environment): boolean {
  return [
    'AWS_ACCESS_KEY_ID',
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI'
  ].some((name) => env[name])
}

function oneOf<T extends string>(...values: readonly T[]): (text: string) => T {
  return (text) => {
    const found = values.find((value) => value === text)
    if (found === undefined) throw expected(`one of ${values.join(', ')}`, text)
    return found
  }
}

function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (!(number >= least && number <= most)) {
      throw expected(`a whole number from ${least} to ${most}`, text)
    }
    return number
  }
}

function readText(text: string): string {
  return text
}

function readUrl(text: string): string | undefined {
  const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
  if (!isHttp) throw expected('an http or https URL', text)
  return text
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
function readTableName(text: string): string {
  if (!/^[\w.-]{3,255}$/.test(text)) {
    throw expected('a table name (3 to 255 letters, digits, _ . -)', text)
  }
  return text
}

function readTableKey(text: string): Config['tableKey'] {
  const key = readList(text).map((part) => {
    const [, name, type] = /^([^:]{1,255}):([SNB])$/.exec(part) ?? []
    if (!name || !type) throw expected('name:S, name:N or name:B, and at most two of them', text)
    return { name, type: type as 'S' | 'N' | 'B' }
  })
  if (key.length > 2 || key[0]?.name === key[1]?.name) {
    throw expected('one attribute, or two different ones', text)
  }
  return key
}

function readAllowedTables(text: string): ReadonlySet<string> | undefined {
  return text.trim() === '*' ? undefined : new Set(readList(text).map(readTableName))
}

function readList(text: string): string[] {
  const entries = text.split(',').map((entry) => entry.trim())
  if (entries.includes('')) throw new Error('expected entries between the commas, got an empty one')
  return entries
}

// https://fetch.spec.whatwg.org/#origin-header
function readOrigins(text: string): string[] {
  const origins = readList(text)
  for (const origin of origins) {
    const isOrigin = URL.canParse(origin) && new URL(origin).origin === origin
    // A host of stars would parse, and never match.
    if (origin !== '*' && (!isOrigin || origin.includes('*'))) {
      throw expected('origins such as https://example.com, or *', origin)
    }
  }
  return origins
}

function readStage(text: string): string {
  if (!/^[\w-]{1,128}$/.test(text)) throw expected('letters, digits, _ and -', text)
  return text
}

function expected(what: string, text: string): Error {
  return new Error(`expected ${what}, got ${JSON.stringify(text)}`)
}
