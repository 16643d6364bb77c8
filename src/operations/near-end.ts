import { CallFailed, type Deadline } from './database.ts'

// An operation of several calls tells what it has before the time is over.

/** At most so many milliseconds are kept to tell it. */
const MOST_MARGIN_MS = 500
const MARGIN_SHARE = 0.1

/** It ends a little before the request's own. */
export interface NearEnd extends Deadline {
  /** Lets go of its timer. */
  clear(): void
}

/** Makes the deadline of a call that is given up when the request's time is nearly over. */
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

/** Says whether a call was given up because no further attempt would have ended in time. */
export function isOutOfTime(thrown: unknown): boolean {
  return thrown instanceof CallFailed && thrown.facts.endedBy === 'time'
}
