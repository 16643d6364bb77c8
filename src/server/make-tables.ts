import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { DocumentClient } from '../dynamodb/client.ts'
import { ensureTable, type WantedTable } from '../dynamodb/tables.ts'
import { addAccessKeyHint } from './access-key-hint.ts'

/** How long one attempt to make a table may take. */
const ATTEMPT_TIMEOUT_MS = 5_000
/** The longest pause between two attempts. */
const MAX_DELAY_MS = 5_000
const ADVICE = '. TABLE_KEY or TABLES_FILE should say what is there, or name another table'

export interface MakeTablesOptions {
  client: Pick<DocumentClient, 'attempt'>
  tables: readonly WantedTable[]
  /** The kind of database; an engine at an endpoint gets a hint about access keys. */
  kind: string
  log: Logger
  /** Ends the attempts. */
  signal: AbortSignal
}

export interface MakingTables {
  /** Resolves when each table was attempted once, whether or not it was made. */
  tried: Promise<void>
  /** Resolves when all tables exist, or when the signal aborts. */
  done: Promise<void>
  /** Says whether all tables exist. */
  isDone(): boolean
}

/**
 * Makes the tables that are missing, and retries until the database answers. Logs each way in which
 * an existing table differs from the wanted one.
 */
export function makeTables({ tables, ...options }: MakeTablesOptions): MakingTables {
  const first = tables.map((table) => attempt(table, options))
  let left = tables.length
  const made = tables.map(async (table, index) => {
    await keepTrying(table, options, first[index] as Promise<Failure>)
    left--
  })
  return {
    tried: Promise.all(first).then(() => {}),
    done: Promise.all(made).then(() => {}),
    isDone: () => left === 0
  }
}

type Options = Omit<MakeTablesOptions, 'tables'>
/** Why an attempt failed; undefined: the table exists. */
type Failure = Error | undefined

async function keepTrying(table: WantedTable, options: Options, first: Promise<Failure>) {
  const { kind, log, signal } = options
  let failure = await first
  for (let attempts = 1; failure && !signal.aborted; attempts++) {
    const retryMs = Math.min(MAX_DELAY_MS, 100 * 2 ** attempts)
    const { message: reason } = addAccessKeyHint(failure, kind)
    log.warn({ table: table.TableName, reason, retryMs }, 'waiting for the database')
    await delay(retryMs, undefined, { signal }).catch(() => {})
    if (!signal.aborted) failure = await attempt(table, options)
  }
}

async function attempt(table: WantedTable, { client, log, signal }: Options): Promise<Failure> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)])
  try {
    const { result, differences } = await ensureTable(client, table, limit)
    log.info({ table: table.TableName }, `table ${result}`)
    for (const difference of differences) {
      log.warn({ table: table.TableName }, `the table is left as it is: ${difference}${ADVICE}`)
    }
    return undefined
  } catch (error) {
    return error as Error
  }
}
