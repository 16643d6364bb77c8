import type { Format } from './format.ts'

// This file declares the port through which operations use a database; dynamodb/ implements it.

/** A command of lib-dynamodb or client-dynamodb. */
export interface Command {
  readonly input: object
}

/** The members of AWS's answer. A large member that has attribute values is JsonText. */
export type Output = Record<string, unknown> & { $metadata: Metadata }

export interface Metadata {
  requestId: string | undefined
  httpStatusCode: number
  /** The headers of DynamoDB's answer, by lower-case name. */
  httpHeaders: Record<string, string>
  /** The length of the answer's body. */
  bytes: number
}

/** The time limit of a request. */
export interface Deadline {
  /** Aborts when the time is over; its reason is the error for the client. */
  readonly signal: AbortSignal
  /** Returns how many milliseconds are left. */
  leftMs(): number
}

/** Counts what a request does, whether or not it succeeds. */
export interface Tally {
  attempts: number
  /** How many pages were asked for, if the operation goes through pages. */
  pages: number
}

/**
 * Whether a command may be sent again if the outcome of an attempt is unknown: always for reads,
 * for a `write` that leaves the same data when repeated, and for a transaction with a token, which
 * DynamoDB applies once (`keyed`).
 */
export type Repeats = 'read' | 'write' | 'keyed' | 'never'

export interface SendOptions {
  deadline: Deadline
  repeats: Repeats
  format: Format
  tally: Tally
  /** How many attempts are made at most; undefined: the database decides. */
  maxAttempts?: number | undefined
  /** Reads `Items` as lines of JSON: a LinesText, or the parsed list if the output was small. */
  lines?: boolean | undefined
}

export interface Database {
  /**
   * Sends a command, and retries it if that is safe. Rejects with a CallFailed, or with the reason
   * of the deadline's signal.
   */
  send(command: Command, options: SendOptions): Promise<Output>
  /**
   * Waits before the next try of something that was throttled `tries` times. Resolves with false at
   * once if the time left is too short for another try that takes `slowestMs` milliseconds.
   */
  backOff(tries: number, slowestMs: number, deadline: Deadline): Promise<boolean>
}

/**
 * How a call ended: DynamoDB `refused` or `throttled` it and applied nothing; `unavailable`: it
 * failed, and sending it again is safe; `unknown`: a write may have been applied;
 * `unauthenticated`: AWS refused the service's credentials, or there are none.
 */
export type Outcome = 'refused' | 'throttled' | 'unavailable' | 'unknown' | 'unauthenticated'

/** An error in DynamoDB's own words. */
export interface Refusal {
  name: string
  message: string
  Item?: unknown
  CancellationReasons?: readonly CancellationReason[]
}

export interface CancellationReason {
  Code?: string
  Message?: string
  Item?: unknown
}

export interface CallFacts {
  /** Why no further attempt was made. */
  endedBy: 'refusal' | 'attempts' | 'time'
  attempts: number
  /** Whether any attempt may have reached DynamoDB. */
  isSent: boolean
  /** The error of the last attempt. */
  cause: unknown
}

/** A failed call: its outcome over all attempts, and DynamoDB's own words if there are any. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed'
  readonly outcome: Outcome
  readonly refusal: Refusal
  readonly facts: CallFacts

  constructor(outcome: Outcome, refusal: Refusal, facts: CallFacts) {
    super(refusal.message, { cause: facts.cause })
    this.outcome = outcome
    this.refusal = refusal
    this.facts = facts
  }
}
