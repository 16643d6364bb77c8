import { nowMs } from './clock.ts'
import { CallFailed, type Command, type Output } from './database.ts'
import { startNearEnd } from './near-end.ts'
import type { CallContext } from './operation.ts'

// DynamoDB may leave a part of a batch unprocessed; this file sends that part again.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html#Programming.Errors.BatchOperations

/**
 * After this many calls in a row without progress, the batch ends with what is left unprocessed.
 */
const MAX_IDLE_CALLS = 5

/** How to send a batch: its entries, in any form, and how to read from an output which are left. */
export interface Batch<Entries extends readonly unknown[]> {
  entries: Entries
  toCommand(left: Entries): Command
  readLeft(output: Output): Entries
  /** Says whether enough was answered, so that the rest need not be asked for. */
  isFull?(outputs: readonly Output[]): boolean
}

export interface BatchResult<Entries> {
  outputs: readonly Output[]
  /** Entries that were not processed; empty if all were. */
  left: Entries
}

/**
 * Sends a batch, then what is left of it again and again, with pauses, until nothing is left, calls
 * make no more progress, or the request's time is nearly over. Rejects with a CallFailed if
 * DynamoDB refuses, or if no entry at all was processed.
 */
export async function sendBatch<Entries extends readonly unknown[]>(
  context: CallContext,
  batch: Batch<Entries>
): Promise<BatchResult<Entries>> {
  const near = startNearEnd(context.deadline)
  const sending = new Sending(context, batch)
  try {
    // The first call may use all of the request's time: without it there is no partial answer.
    let goesOn = await sending.send(context.deadline)
    while (goesOn && (await sending.backOff(near))) {
      goesOn = await sending.send(near)
    }
  } finally {
    near.clear()
  }
  return sending.end()
}

class Sending<Entries extends readonly unknown[]> {
  readonly #context: CallContext
  readonly #batch: Batch<Entries>
  readonly #outputs: Output[] = []
  #left: Entries
  #failure: CallFailed | undefined
  #idleCalls = 0
  #slowestMs = 0
  #isProgress = false
  #isPerhapsApplied = false

  constructor(context: CallContext, batch: Batch<Entries>) {
    this.#context = context
    this.#batch = batch
    this.#left = batch.entries
  }

  /** Sends once what is left. Resolves with true if there is something to send again. */
  async send(deadline: CallContext['deadline']): Promise<boolean> {
    const before = this.#left.length
    const started = nowMs()
    try {
      const command = this.#batch.toCommand(this.#left)
      const output = await this.#context.send(command, { deadline, maxAttempts: 1 })
      this.#outputs.push(output)
      this.#left = this.#batch.readLeft(output)
      this.#failure = undefined
    } catch (thrown) {
      this.#context.deadline.signal.throwIfAborted()
      if (deadline.signal.aborted) {
        this.#isPerhapsApplied = true
        return false
      }
      this.#failure = this.#toFailure(thrown)
    }
    this.#slowestMs = Math.max(this.#slowestMs, nowMs() - started)
    const isIdle = this.#left.length >= before
    this.#isProgress ||= !isIdle
    this.#idleCalls = isIdle ? this.#idleCalls + 1 : 0
    const isOver = this.#left.length === 0 || this.#batch.isFull?.(this.#outputs) === true
    return !isOver && this.#idleCalls < MAX_IDLE_CALLS
  }

  backOff(deadline: CallContext['deadline']): Promise<boolean> {
    return this.#context.backOff(Math.max(1, this.#idleCalls), this.#slowestMs, deadline)
  }

  end(): BatchResult<Entries> {
    if (!this.#isProgress && this.#failure) throw this.#toTruth(this.#failure)
    return { outputs: this.#outputs, left: this.#left }
  }

  /** Returns the failure if the batch may go on after it; otherwise throws it. */
  #toFailure(thrown: unknown): CallFailed {
    if (!(thrown instanceof CallFailed)) throw thrown
    const { outcome, facts } = thrown
    this.#isPerhapsApplied ||= facts.isSent && outcome === 'unavailable'
    if (outcome === 'throttled' || outcome === 'unavailable') return thrown
    throw this.#toTruth(thrown)
  }

  /**
   * Tells a throttle or a refusal as an unknown outcome if another call of the same batch may have
   * written.
   */
  #toTruth(failure: CallFailed): CallFailed {
    const { outcome, facts, refusal } = failure
    const isUnknown =
      (outcome === 'throttled' || outcome === 'refused') &&
      this.#isPerhapsApplied &&
      this.#context.call.effect === 'write'
    return isUnknown ? new CallFailed('unknown', refusal, facts) : failure
  }
}
