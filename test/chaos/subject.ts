import type { operations } from '../../src/operations/table.ts'
import type { Random } from '../fixtures/random.ts'

export type Item = Record<string, unknown>

/** What is in the table at the end, by id. */
export type Table = ReadonlyMap<string, Item>

/** What an answer says of its request: it happened, it certainly did not, or nobody knows. */
export type Outcome = 'acknowledged' | 'refused' | 'unknown'

/** A violation of an invariant. */
export interface Finding {
  kind: 'lost' | 'twice' | 'wrong'
  text: string
}

/** An answer as the client reads it, an error's body included. */
export interface Reply {
  status: number
  body: Item
}

/** One request of a subject, and how the subject judges the answer. */
export interface Step {
  operation: keyof typeof operations
  payload: Item
  idempotencyKey?: string
  /** Repeating it changes nothing, so `ServiceUnavailable` does not say that it was not applied. */
  repeatable: boolean
  /** Records the outcome, and returns what is wrong with the answer. */
  settle(outcome: Outcome, reply: Reply | undefined): Finding | undefined
}

/**
 * An item of the table, or several, written by one client alone, and the ledger of what was sent
 * to them. It knows nothing of the service but its contract.
 */
export interface Subject {
  readonly id: string
  /** No further requests are sent: the item is full, or its state is not known any more. */
  readonly isRetired: boolean
  next(random: Random): Step
  /** Compares the ledger with what is in the table at the end. */
  judge(item: Item | undefined, table: Table): Finding[]
}

export function wrong(text: string): Finding {
  return { kind: 'wrong', text }
}
