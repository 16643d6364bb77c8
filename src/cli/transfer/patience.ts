import { setTimeout as delay } from 'node:timers/promises'
import { ManagerError, UNREACHABLE } from '../managers/manager-error.ts'

export interface PatienceOptions {
  signal: AbortSignal
  /** Is told, once for each time of trouble, why it is waited. */
  onTrouble: (error: ManagerError) => void
  /** How long after the last success it is tried again. */
  limitMs?: number
  /** The pauses grow from it. */
  pauseMs?: number
}

const LIMIT_MS = 120_000
const PAUSE_MS = 200
const MAX_PAUSE_MS = 10_000

/**
 * Waits out what passes by itself: throttles, a service that is too busy, a network that is lost
 * for a while.
 */
export class Patience {
  readonly #options: Required<PatienceOptions>
  #troubledSince: number | undefined
  #hasSucceeded = false
  #tries = 0

  constructor(options: PatienceOptions) {
    this.#options = { limitMs: LIMIT_MS, pauseMs: PAUSE_MS, ...options }
  }

  /** Tells that something went well. */
  succeed(): void {
    this.#hasSucceeded = true
    this.#troubledSince = undefined
    this.#tries = 0
  }

  /**
   * Runs what is safe to repeat until it succeeds. Rejects with what will not pass, or did not in
   * time.
   */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const result = await attempt()
        this.succeed()
        return result
      } catch (error) {
        await this.wait(error)
      }
    }
  }

  /**
   * Waits before the next try, at least as long as Retry-After says. Rejects with an error that is
   * not waited out.
   */
  async wait(error: unknown): Promise<void> {
    const { signal, onTrouble, limitMs, pauseMs } = this.#options
    signal.throwIfAborted()
    if (!(error instanceof ManagerError) || !error.isPassing) throw error
    // Of a service that was never reached, the address is probably wrong.
    if (error.errorType === UNREACHABLE && !this.#hasSucceeded) throw error
    const now = performance.now()
    if (this.#troubledSince === undefined) {
      this.#troubledSince = now
      onTrouble(error)
    }
    if (now - this.#troubledSince > limitMs) throw error
    const backOffMs = Math.min(MAX_PAUSE_MS, pauseMs * 2 ** this.#tries++)
    const jitteredMs = backOffMs * (0.5 + Math.random() / 2)
    await delay(Math.max(jitteredMs, error.facts.retryAfterMs ?? 0), undefined, { signal })
  }
}
