import type { Format } from '../../operations/format.ts'

/** What an operation is asked with, by the contract. */
export interface Envelope {
  operation: string
  tableName?: string | undefined
  payload?: unknown
  format?: Format | undefined
  idempotencyKey?: string | undefined
}

/** A key, each attribute as DynamoDB's own value. */
export type Key = Record<string, unknown>

/** Whole lines of a stream, `{"Item":…}` each. */
export interface Page {
  lines: Buffer
  /** Where the page ends, if that is known; a filter may have taken items behind its last one. */
  lastKey?: Key | undefined
  /** Capacity units, if they are known and were asked for. */
  units?: number | undefined
}

/** What the last line of a stream says. */
export interface StreamEnd {
  Count: number
  ScannedCount: number
  LastEvaluatedKey?: Key
  ConsumedCapacity?: { CapacityUnits?: number }
}

/**
 * A service that takes envelopes: in this process, or behind a URL. All commands work on it alone.
 */
export interface Manager {
  /** Runs one operation. Resolves with the answer's text; rejects with a ManagerError. */
  call(envelope: Envelope): Promise<string>
  /**
   * Reads a `list` or a `query` as a stream, and returns what its last line says. Rejects with a
   * ManagerError, which has `lastKey` where the stream told how far it came.
   */
  lines(envelope: Envelope): AsyncGenerator<Page, StreamEnd>
  close(): Promise<void>
}
