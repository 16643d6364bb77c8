import { CallFailed, type Deadline } from './database.ts'

// An operation of several calls stops a little before its deadline, to answer what it has by then.

/** How many milliseconds are kept for the answer at most. */
const MOST_MARGIN_MS = 500
const MARGIN_SHARE = 0.1

/** A deadline that ends a little before the request's own. */
export interface NearEnd extends Deadline {
  /** Stops its timer. */
  clear(): void
}

/** Starts a deadline that aborts when the request's time is nearly over. */
export function startNearEnd(whole: Deadline): NearEnd {
  const marginMs = Math.min(MOST_MARGIN_MS, whole.leftMs() * MARGIN_SHARE)
  const controller = new AbortController()
  const end = () => controller.abort(new Error('The time is nearly over'))
  const timer = setTimeout(end, Math.max(0, whole.leftMs() - marginMs))
  const forward = () => controller.abort(whole.signal.reason)
  if (whole.signal.aborted) forward()
  whole.signal.addEventListener('abort', forward, { once: true })
  return {
    signal: controller.signal,
    leftMs: () => whole.leftMs() - marginMs,
    clear: () => {
      clearTimeout(timer)
      whole.signal.removeEventListener('abort', forward)
    }
  }
}

/** Says whether a call gave up because no further attempt would have ended in time. */
export function isOutOfTime(thrown: unknown): boolean {
  return thrown instanceof CallFailed && thrown.facts.endedBy === 'time'
}
