import type { Format } from './format.ts'

// What operations need of a database; dynamodb/ implements it.

/** A command of lib-dynamodb or client-dynamodb. */
export interface Command {
  readonly input: object
}

/** The members of AWS's answer; one that is large, and is only passed on, comes as JsonText. */
export type Output = Record<string, unknown> & { $metadata: Metadata }

export interface Metadata {
  requestId: string | undefined
  httpStatusCode: number
  /** DynamoDB's own, by lower-case name. */
  httpHeaders: Record<string, string>
  /** How long the answer's body was. */
  bytes: number
}

/** What ends a request early. */
export interface Deadline {
  /** Aborts with the reason that is to be told. */
  readonly signal: AbortSignal
  /** The milliseconds that are left. */
  leftMs(): number
}

/** Counts what a request made, also one that failed. */
export interface Tally {
  attempts: number
  /** The pages that were asked for, if an operation goes through them. */
  pages: number
}

/**
 * What an attempt of unknown outcome allows: reads, writes that are the same when repeated, and writes that
 * DynamoDB applies once for their token (`keyed`) are sent again.
 */
export type Repeats = 'read' | 'write' | 'keyed' | 'never'

export interface SendOptions {
  deadline: Deadline
  repeats: Repeats
  format: Format
  tally: Tally
  /** undefined: as many as the database thinks fit. */
  maxAttempts?: number | undefined
  /** `Items` come as lines of JSON: as LinesText if their text was never parsed. */
  lines?: boolean | undefined
}

export interface Database {
  /**
   * Sends a command, and sends it again if that is safe and may help. Rejects with CallFailed, or with the
   * reason of the deadline's signal.
   */
  send(command: Command, options: SendOptions): Promise<Output>
  /**
   * Waits before something that was throttled `tries` times is sent again. Resolves with false, at once, if
   * the time that is left is too short for another try as slow as `slowestMs`.
   */
  backOff(tries: number, slowestMs: number, deadline: Deadline): Promise<boolean>
}

/**
 * How a call ended: `refused` or `throttled` by DynamoDB, which did nothing; `unavailable`: not reached, or
 * it failed, and nothing that the client could see was done twice; `unknown`: the write may have been made;
 * `unauthenticated`: the service has no credentials, or wrong ones.
 */
export type Outcome = 'refused' | 'throttled' | 'unavailable' | 'unknown' | 'unauthenticated'

/** DynamoDB's own words for a failure. */
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
  /** Why there was no further attempt. */
  endedBy: 'refusal' | 'attempts' | 'time'
  attempts: number
  /** Whether any attempt may have reached DynamoDB. */
  isSent: boolean
  /** The last attempt's error, as it was thrown. */
  cause: unknown
}

/** A call that failed: what is true of all its attempts. */
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
