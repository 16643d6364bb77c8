import { setTimeout as delay } from 'node:timers/promises'

/**
 * Holds a transfer to so many capacity units a second, on the average: what was consumed is waited
 * for afterwards.
 */
export class Rate {
  readonly #perSecond: number
  readonly #signal: AbortSignal
  /** When all that was asked for is paid, by performance.now(). */
  #paidMs = 0
  /** What one call consumed last. */
  #expected = 1

  constructor(perSecond: number, signal: AbortSignal) {
    this.#perSecond = perSecond
    this.#signal = signal
  }

  get perSecond(): number {
    return this.#perSecond
  }

  /** Resolves when the next call may be made, and counts it as one like the last. */
  async ready(): Promise<number> {
    const now = performance.now()
    const waitMs = this.#paidMs - now
    const expected = this.#expected
    this.#paidMs = Math.max(this.#paidMs, now) + this.#toMs(expected)
    if (waitMs > 0) await delay(waitMs, undefined, { signal: this.#signal })
    return expected
  }

  /** Tells what a call consumed for which ready() had counted `expected`. */
  settle(units: number, expected: number): void {
    this.#paidMs += this.#toMs(units - expected)
    this.#expected = units
  }

  #toMs(units: number): number {
    return (units / this.#perSecond) * 1_000
  }
}
