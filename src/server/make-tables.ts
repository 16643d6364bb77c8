import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { DocumentClient } from '../dynamodb/client.ts'
import { ensureTable, type WantedTable } from '../dynamodb/tables.ts'
import { addAccessKeyHint } from './access-key-hint.ts'

const TRY_MS = 5_000
const MAX_PAUSE_MS = 5_000
const ADVICE = '. TABLE_KEY or TABLES_FILE should say what is there, or name another table'

export interface MakeTablesOptions {
  client: Pick<DocumentClient, 'attempt'>
  tables: readonly WantedTable[]
  /** What kind of database it is: an engine of the operator's own gets hints of its own. */
  kind: string
  log: Logger
  /** Ends the tries. */
  signal: AbortSignal
}

export interface MakingTables {
  /** Resolves when each table was tried once, whatever came of it. */
  tried: Promise<void>
  /** Resolves when all tables are there, or the signal aborts. */
  done: Promise<void>
  /** Whether all tables are there. */
  isDone(): boolean
}

/**
 * Makes the tables that are missing, however late the database comes; what a table that is there has
 * otherwise is told in the log.
 */
export function makeTables({ tables, ...options }: MakeTablesOptions): MakingTables {
  const tries = tables.map((table) => tryOnce(table, options))
  let left = tables.length
  const made = tables.map(async (table, index) => {
    await keepTrying(table, options, tries[index] as Promise<Try>)
    left--
  })
  return {
    tried: Promise.all(tries).then(() => {}),
    done: Promise.all(made).then(() => {}),
    isDone: () => left === 0
  }
}

type Options = Omit<MakeTablesOptions, 'tables'>
/** Why a try failed; undefined: the table is there. */
type Try = Error | undefined

async function keepTrying(table: WantedTable, options: Options, first: Promise<Try>) {
  const { kind, log, signal } = options
  let failure = await first
  for (let tries = 1; failure && !signal.aborted; tries++) {
    const retryMs = Math.min(MAX_PAUSE_MS, 100 * 2 ** tries)
    const { message: reason } = addAccessKeyHint(failure, kind)
    log.warn({ table: table.TableName, reason, retryMs }, 'waiting for the database')
    await delay(retryMs, undefined, { signal }).catch(() => {})
    if (!signal.aborted) failure = await tryOnce(table, options)
  }
}

async function tryOnce(table: WantedTable, { client, log, signal }: Options): Promise<Try> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TRY_MS)])
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
