import type { Format } from '../../operations/format.ts'
import type { Entry, Place } from '../formats/entry.ts'
import type { Manager } from '../managers/manager.ts'
import type { Progress } from '../progress.ts'
import { BatchWriter } from './batch-writer.ts'
import { Patience } from './patience.ts'
import { createPut, createPutIfAbsent } from './put-entries.ts'
import { Rate } from './rate.ts'
import { readTableFacts } from './table-facts.ts'

export interface TableWriterOptions {
  manager: Manager
  tableName: string
  /** Of the entries' items. */
  format: Format
  /** Write units a second; undefined: as many as it gets. */
  rate: number | undefined
  /** Items that are there are left alone. */
  ifAbsent: boolean
  reject: (entry: Entry, reason: string) => Promise<void>
  progress: Progress
  withUnits: boolean
  signal: AbortSignal
}

/** Writes entries into a table. */
export interface TableWriter {
  add(entry: Entry): Promise<void> | undefined
  end(): Promise<void>
  settle(): Promise<void>
  /** All entries up to here are done. */
  readonly certain: Place | undefined
  /** So many. */
  readonly certainItems: number
  /** How many items were there already, and were left alone. */
  readonly present: number
}

/** Makes the writer of a table. Rejects with a ManagerError where there is no such table. */
export async function createWriter(options: TableWriterOptions): Promise<TableWriter> {
  const { manager, tableName, format, progress, signal, reject } = options
  const patience = new Patience({
    signal,
    onTrouble: ({ message }) => progress.tell(`waiting: ${message}`)
  })
  const facts = await readTableFacts(manager, patience, tableName)
  if (options.ifAbsent && !facts) {
    throw new Error(
      '--if-absent: expected that the operation describe is allowed, which tells the key'
    )
  }
  let present = 0
  const how = {
    manager,
    tableName,
    format,
    key: facts?.key,
    patience,
    rate: options.rate === undefined ? undefined : new Rate(options.rate, signal),
    onUnits: (units: number) => progress.add(0, 0, units),
    withUnits: options.withUnits,
    reject
  }
  const put = options.ifAbsent ? createPutIfAbsent(how, () => void present++) : createPut(how)
  const writer = new BatchWriter({
    put,
    key: facts?.key,
    reject,
    onDone: (items, bytes) => progress.add(items, bytes)
  })
  return {
    add: (entry) => writer.add(entry),
    end: () => writer.end(),
    settle: () => writer.settle(),
    get certain() {
      return writer.certain
    },
    get certainItems() {
      return writer.certainItems
    },
    get present() {
      return present
    }
  }
}
