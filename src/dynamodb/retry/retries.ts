import { setTimeout as delay } from 'node:timers/promises'
import { nowMs } from '../../operations/clock.ts'
import {
  CallFailed,
  type Deadline,
  type Outcome,
  type Refusal,
  type Repeats,
  type SendOptions
} from '../../operations/database.ts'
import { classify, type Failure, type SdkError } from './failures.ts'

// Replaces the SDK's retries, which repeat an `ADD` after a reset and ignore the request's
// deadline.

const MAX_ATTEMPTS = 5

/** The base of the exponential pauses between attempts, in milliseconds. */
export const BACKOFF_MS = 25
// A throttled partition needs longer to recover than a lost connection.
const THROTTLE_FACTOR = 4

type Options = Omit<SendOptions, 'format'>

/**
 * Makes attempts, with jittered backoff, until one succeeds, repeating is not safe, 5 attempts are
 * made, or the next one would hardly end in time. Rejects with the CallFailed that is true of all
 * attempts, or with the signal's reason if the deadline aborts and no such failure is known.
 */
export async function sendWithRetries<T>(
  attempt: () => Promise<T>,
  options: Options,
  backoffMs: number
): Promise<T> {
  const { deadline, repeats, tally, maxAttempts = MAX_ATTEMPTS } = options
  const sending = new Sending(repeats)
  for (;;) {
    if (deadline.signal.aborted) throw sending.last ?? deadline.signal.reason
    const started = nowMs()
    tally.attempts++
    try {
      return await attempt()
    } catch (error) {
      if (deadline.signal.aborted) {
        throw (repeats === 'read' && sending.last) || deadline.signal.reason
      }
      sending.fail(error, nowMs() - started)
      if (sending.isFinal || sending.attempts >= maxAttempts) throw sending.last
      const { attempts, slowestMs } = sending
      const wait = sending.isThrottled ? backOffThrottled : backOff
      if (!(await wait(backoffMs, attempts, slowestMs, deadline))) throw sending.endByTime()
    }
  }
}

/** What is known of a call after all its attempts so far. */
class Sending {
  readonly #repeats: Repeats
  #isPerhapsApplied = false
  #isSent = false
  #failure: Failure
  attempts = 0
  slowestMs = 0
  last: CallFailed | undefined

  constructor(repeats: Repeats) {
    this.#repeats = repeats
  }

  /** Records a failed attempt. Throws the error again if it is not DynamoDB's. */
  fail(error: unknown, ms: number): void {
    const failure = classify(error)
    if (failure === undefined) throw error
    this.attempts++
    this.slowestMs = Math.max(this.slowestMs, ms)
    this.#failure = failure
    this.#isSent ||= failure !== 'unreached'
    this.#isPerhapsApplied ||= failure === 'uncertain' && this.#repeats !== 'read'
    this.last = new CallFailed(this.#outcomeOf(failure, error as SdkError), toRefusal(error), {
      endedBy: failure === 'refused' ? 'refusal' : 'attempts',
      attempts: this.attempts,
      isSent: this.#isSent,
      cause: error
    })
  }

  endByTime(): CallFailed {
    const { outcome, refusal, facts } = this.last as CallFailed
    return new CallFailed(outcome, refusal, { ...facts, endedBy: 'time' })
  }

  get isThrottled(): boolean {
    return this.#failure === 'throttled'
  }

  get isFinal(): boolean {
    const isRefused = this.#failure === 'refused' || this.#failure === 'unauthenticated'
    return isRefused || (this.#isPerhapsApplied && this.#repeats === 'never')
  }

  #outcomeOf(failure: NonNullable<Failure>, { name }: SdkError): Outcome {
    return this.#isPerhapsApplied ? laterOutcome(failure, this.#repeats, name) : outcomeOf(failure)
  }
}

function outcomeOf(failure: NonNullable<Failure>): Outcome {
  return failure === 'unreached' || failure === 'uncertain' ? 'unavailable' : failure
}

// Errors that prove the token was never applied, by this attempt or an earlier one.
const PROVES_NOT_APPLIED = new Set([
  'IdempotentParameterMismatchException',
  'TransactionCanceledException'
])

/**
 * Returns the outcome of a failed attempt after one that may have been applied: a refusal or a
 * throttle of the later attempt says nothing about the earlier one.
 */
function laterOutcome(failure: NonNullable<Failure>, repeats: Repeats, name: string): Outcome {
  if (repeats === 'never') return 'unknown'
  if (outcomeOf(failure) === 'unavailable') return 'unavailable'
  if (repeats !== 'keyed') return 'unknown'
  // Whoever sends it again under the same key learns the outcome.
  if (failure === 'throttled') return 'unavailable'
  return PROVES_NOT_APPLIED.has(name) ? 'refused' : 'unknown'
}

function toRefusal(thrown: unknown): Refusal {
  const { name, message, Item, CancellationReasons } = thrown as SdkError
  return {
    name,
    message,
    ...(Item === undefined ? {} : { Item }),
    ...(CancellationReasons === undefined ? {} : { CancellationReasons })
  }
}

/**
 * Waits before the next try, with full jitter. Resolves with false at once if the time left for
 * that try is less than twice the slowest one so far, and when the deadline aborts.
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
async function backOff(
  backoffMs: number,
  tries: number,
  slowestMs: number,
  deadline: Deadline
): Promise<boolean> {
  const pauseMs = Math.random() * backoffMs * 2 ** tries
  if (deadline.leftMs() - pauseMs < 2 * slowestMs) return false
  return delay(pauseMs, undefined, { signal: deadline.signal }).then(
    () => true,
    () => false
  )
}

/** Waits as backOff does, four times as long. */
export function backOffThrottled(
  backoffMs: number,
  tries: number,
  slowestMs: number,
  deadline: Deadline
): Promise<boolean> {
  return backOff(backoffMs * THROTTLE_FACTOR, tries, slowestMs, deadline)
}
