import { nowMs } from './clock.ts'
import { CallFailed, type Command, type Output } from './database.ts'
import { startNearEnd } from './near-end.ts'
import type { CallContext } from './operation.ts'

// What DynamoDB leaves unprocessed is sent again:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html#Programming.Errors.BatchOperations

/** After so many calls in a row that got nothing done, a batch is answered as it is. */
const MAX_IDLE_CALLS = 5

/** How a batch is sent: its entries, in whatever form, and what an output says of those left. */
export interface Batch<Entries extends readonly unknown[]> {
  entries: Entries
  toCommand(left: Entries): Command
  readLeft(output: Output): Entries
  /** Says whether enough has come. */
  isFull?(outputs: readonly Output[]): boolean
}

export interface BatchResult<Entries> {
  outputs: readonly Output[]
  /** Empty if everything was done. */
  left: Entries
}

/**
 * Sends a batch, and what is left of it again, as long as that gets on and there is time. Rejects with what
 * DynamoDB refused, and with the last failure if nothing at all was done.
 */
export async function sendBatch<Entries extends readonly unknown[]>(
  context: CallContext,
  batch: Batch<Entries>
): Promise<BatchResult<Entries>> {
  const near = startNearEnd(context.deadline)
  const sending = new Sending(context, batch)
  try {
    // A first call that hangs ends with the request: there would be nothing to tell.
    let goesOn = await sending.send(context.deadline)
    while (goesOn && (await sending.backOff(near.deadline))) {
      goesOn = await sending.send(near.deadline)
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

  /** Sends what is left once. Resolves with whether it is to be sent again. */
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

  /** Returns a failure that is repeated; throws any other. */
  #toFailure(thrown: unknown): CallFailed {
    if (!(thrown instanceof CallFailed)) throw thrown
    const { outcome, facts } = thrown
    this.#isPerhapsApplied ||= facts.isSent && outcome === 'unavailable'
    if (outcome === 'throttled' || outcome === 'unavailable') return thrown
    throw this.#toTruth(thrown)
  }

  /** Once a write may have been made, neither a throttle nor a refusal of another call is the truth. */
  #toTruth(failure: CallFailed): CallFailed {
    const { outcome, facts, refusal } = failure
    const isUnknown =
      (outcome === 'throttled' || outcome === 'refused') &&
      this.#isPerhapsApplied &&
      this.#context.call.effect === 'write'
    return isUnknown ? new CallFailed('unknown', refusal, facts) : failure
  }
}
