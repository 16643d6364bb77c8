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

// The SDK's own retries repeat an `ADD` after a reset, and know nothing of the request's deadline.

const MAX_ATTEMPTS = 5

/** The pauses between attempts grow from this. */
export const BACKOFF_MS = 25
// A throttled partition needs longer to recover than a lost connection.
const THROTTLE_FACTOR = 4

type Options = Omit<SendOptions, 'format'>

/**
 * Sends until it succeeds, may not be repeated, 5 attempts are made, or the next one would hardly end in time,
 * with jittered backoff. Rejects with the CallFailed that is true of the whole request, also when the deadline
 * aborts and that still holds; otherwise then with the signal's reason.
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

/** What the attempts of one call have come to. */
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

  /** Takes in a failed attempt. Throws an error that is none of DynamoDB's. */
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

// What DynamoDB says of a transaction only if it has not applied that token before.
const TELLS_OF_ALL = new Set([
  'IdempotentParameterMismatchException',
  'TransactionCanceledException'
])

/** Once an attempt may have been applied, neither a refusal nor a throttle of a later one is the truth. */
function laterOutcome(failure: NonNullable<Failure>, repeats: Repeats, name: string): Outcome {
  if (repeats === 'never') return 'unknown'
  if (outcomeOf(failure) === 'unavailable') return 'unavailable'
  if (repeats !== 'keyed') return 'unknown'
  // Sent again under its key it is told the outcome, whatever that is.
  if (failure === 'throttled') return 'unavailable'
  return TELLS_OF_ALL.has(name) ? 'refused' : 'unknown'
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
 * Waits before the next try. Resolves with false, at once, if less time would be left for it than twice the
 * slowest one took so far, and when the deadline aborts. Full jitter:
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

/** Waits as backOff does, for longer. */
export function backOffThrottled(
  backoffMs: number,
  tries: number,
  slowestMs: number,
  deadline: Deadline
): Promise<boolean> {
  return backOff(backoffMs * THROTTLE_FACTOR, tries, slowestMs, deadline)
}
