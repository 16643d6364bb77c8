import type { operations } from '../../src/operations/table.ts'
import type { Random } from '../fixtures/random.ts'

export type Item = Record<string, unknown>

/** What is in the table at the end, by id. */
export type Table = ReadonlyMap<string, Item>

/** What an answer says of its request: it happened, it certainly did not, or nobody knows. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown'

/** What must not be. */
export interface Finding {
  kind: 'lost' | 'twice' | 'wrong'
  text: string
}

/** An answer as the client reads it; the body of an error too. */
export interface Told {
  status: number
  body: Item
}

/** One request of a subject, and what its subject makes of the answer. */
export interface Step {
  operation: keyof typeof operations
  payload: Item
  idempotencyKey?: string
  /** The same when repeated: then `ServiceUnavailable` does not say that it did not happen. */
  repeatable: boolean
  /** Enters the outcome into the ledger. Answers what is wrong with what was told. */
  settle(outcome: Outcome, told: Told | undefined): Finding | undefined
}

/**
 * An item of the table, or several, written by one client alone, and the ledger of what was sent to them. It
 * knows nothing of the service but its contract.
 */
export interface Subject {
  readonly id: string
  /** Nothing more is sent: it is full, or its state is not known any more. */
  readonly isRetired: boolean
  next(random: Random): Step
  /** Compares the ledger with what is in the table at the end. */
  judge(item: Item | undefined, table: Table): Finding[]
}

export function wrong(text: string): Finding {
  return { kind: 'wrong', text }
}
