import { LOG_LEVELS, type Name, type Variable, variables } from './variables.ts'

/** What the documents say about one variable. A function's bundle does not have these texts. */
export interface VariableWords {
  /** The default; undefined: the value of an unset variable is undefined. */
  fallback?: string
  /** What the variable does, in Markdown. */
  meaning: string
  /** The only door where it has an effect; it is checked at both. */
  only?: 'server' | 'function'
}

const WORDS: Readonly<Record<Name, Omit<VariableWords, 'fallback'>>> = {
  DYNAMODB: {
    meaning:
      '`embedded`: a database inside the server; `aws` (the default of the image and of a function): DynamoDB'
  },
  AWS_ENDPOINT_URL_DYNAMODB: {
    meaning:
      'another engine, such as DynamoDB Local at `http://127.0.0.1:8000`, or one of AWS’s own endpoints; wins over `DYNAMODB`'
  },
  EMBEDDED_PATH: {
    meaning: 'where the embedded database keeps its files; `:memory:` keeps none',
    only: 'server'
  },
  EMBEDDED_PORT: {
    meaning:
      'a port of the loopback at which the embedded database speaks DynamoDB’s own protocol; `0` takes any free one; unset, none',
    only: 'server'
  },
  TABLE_NAME: {
    meaning: 'the table that is made at the start if it is missing, never on AWS',
    only: 'server'
  },
  TABLE_KEY: {
    meaning: 'its key, `name:S` or `name:N`, or two of them, as in `pk:S,sk:N`',
    only: 'server'
  },
  TABLES_FILE: {
    meaning:
      'a JSON file of tables, each what CreateTable takes; in place of `TABLE_NAME` and `TABLE_KEY`'
  },
  ALLOWED_TABLES: {
    meaning:
      'the tables that requests may name, separated by commas; `*` allows all; unset beside `TABLES_FILE`, its tables'
  },
  ALLOWED_OPERATIONS: {
    meaning: 'the operations that requests may name, separated by commas; `*` allows all'
  },
  API_KEYS: {
    meaning:
      'the keys that `x-api-key` may be, separated by commas; a key may be `sha256:` and its digest; unset, no key is asked for'
  },
  API_KEYS_FILE: {
    meaning: 'a JSON file of further keys, which may be bound to tables and operations'
  },
  STAGE: { meaning: 'the API Gateway stage, as which paths may begin' },
  BODY_LIMIT: { meaning: 'the largest body in bytes; the default is Lambda’s own limit' },
  REQUEST_TIMEOUT_MS: {
    meaning: 'milliseconds until an answer must be there; the default is API Gateway’s own limit'
  },
  ERROR_STATUS: {
    meaning: '`http`, or `lambda`: the function’s errors have status 200, as in the lab'
  },
  BARE_ERROR: {
    meaning:
      'how the error of a bare envelope is told: `message`, or `answer`: its status and whole body, for the non-proxy integration',
    only: 'function'
  },
  LOG_LEVEL: { meaning: LOG_LEVELS.map((level) => `\`${level}\``).join(', ') },
  HOST: { meaning: 'the address to listen on; the image’s default is `0.0.0.0`', only: 'server' },
  PORT: { meaning: 'the port to listen on; `0` takes any free one', only: 'server' },
  TRUST_PROXY: {
    meaning:
      'proxies whose `X-Forwarded-*` are believed: addresses, or ranges such as `10.0.0.0/8`, separated by commas; unset, none',
    only: 'server'
  },
  RATE_LIMIT: {
    meaning:
      'requests per second of one API key, or of one address, beyond which another is 429; unset, no limit',
    only: 'server'
  },
  BURST: {
    meaning: 'requests that may come at once after a pause; unset, as many as in a second',
    only: 'server'
  },
  CORS_ORIGIN: {
    meaning:
      'origins whose pages may call, such as `https://example.com`, separated by commas; `*` is all; unset, none',
    only: 'server'
  },
  MAX_IN_FLIGHT: {
    meaning: 'requests in flight, beyond which another is 503 before its body is read',
    only: 'server'
  },
  MAX_EVENT_LOOP_DELAY_MS: {
    meaning: 'milliseconds that the process may be late, beyond which requests are 503',
    only: 'server'
  }
}

/** Describes every variable, in the order of the documents. */
export const variableWords: Readonly<Record<string, VariableWords>> = Object.fromEntries(
  Object.entries<Variable<unknown>>(variables).map(([name, { fallback }]) => [
    name,
    { ...(fallback === undefined ? {} : { fallback }), ...WORDS[name as Name] }
  ])
)
