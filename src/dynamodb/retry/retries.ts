import { setTimeout as delay } from 'node:timers/promises'
import { classify, type Failure } from './failures.ts'
import type { Repeatable } from './repeatable.ts'

// The SDK's own retries repeat an `ADD` after a reset, and know nothing of the request's deadline.

const MAX_ATTEMPTS = 5
const BACKOFF_MS = 25
// A throttled partition needs longer to recover than a lost connection.
const THROTTLE_FACTOR = 4

/** How the whole request ended, for operations/errors.ts to translate. */
type Outcome = 'refused' | 'throttled' | 'unavailable' | 'unknown'

/**
 * Sends until it succeeds, may not be repeated, or 5 attempts are made, with jittered backoff.
 * Rejects with the error that is true of the whole request, its `outcome` set; when `signal` aborts, with its
 * reason, or with the last known failure where that one still holds. Either has its `$metadata.attempts`.
 * The first pause is up to twice `backoffMs`, four times that after a throttle; each next one doubles.
 */
export async function sendWithRetries<T extends { $metadata: { attempts?: number } }>(
  send: () => Promise<T>,
  repeats: Repeatable,
  signal: AbortSignal,
  backoffMs = BACKOFF_MS
): Promise<T> {
  let perhapsApplied = false
  let last: Error | undefined
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) throw last ?? signal.reason
    try {
      const output = await send()
      output.$metadata.attempts = attempt
      return output
    } catch (error) {
      if (signal.aborted) {
        throw withAttempts((repeats === 'read' && last) || signal.reason, attempt)
      }
      const failure = classify(error)
      if (failure === undefined) throw error
      perhapsApplied ||= failure === 'uncertain' && repeats !== 'read'
      const outcome = perhapsApplied ? laterOutcome(failure, repeats, error) : outcomeOf(failure)
      last = withAttempts(Object.assign(error as Error, { outcome }), attempt)
      const isFinal = failure === 'refused' || (perhapsApplied && repeats === 'never')
      if (isFinal || attempt === MAX_ATTEMPTS) throw last
      const base = failure === 'throttled' ? backoffMs * THROTTLE_FACTOR : backoffMs
      await backOff(base, attempt, signal).catch(() => {
        throw last
      })
    }
  }
}

function outcomeOf(failure: NonNullable<Failure>): Outcome {
  return failure === 'unreached' || failure === 'uncertain' ? 'unavailable' : failure
}

// What DynamoDB says of a transaction only where it has not applied that token before.
const TELLS_OF_ALL = new Set([
  'IdempotentParameterMismatchException',
  'TransactionCanceledException'
])

/** Once an attempt may have been applied, neither a refusal nor a throttle of a later one is the truth. */
function laterOutcome(failure: NonNullable<Failure>, repeats: Repeatable, error: unknown): Outcome {
  if (repeats === 'never') return 'unknown'
  if (outcomeOf(failure) === 'unavailable') return 'unavailable'
  if (repeats !== 'keyed') return 'unknown'
  // Sent again under its key it is told the outcome, whatever that is.
  if (failure === 'throttled') return 'unavailable'
  return TELLS_OF_ALL.has((error as Error).name) ? 'refused' : 'unknown'
}

function withAttempts(error: Error & { $metadata?: object }, attempts: number): Error {
  return Object.assign(error, { $metadata: { ...error.$metadata, attempts } })
}

/** Full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/ */
function backOff(baseMs: number, attempt: number, signal: AbortSignal): Promise<void> {
  return delay(Math.random() * baseMs * 2 ** attempt, undefined, { signal })
}
