import { clearLine, cursorTo } from 'node:readline'
import type { WriteStream } from 'node:tty'
import { describeBytes, describeCount, describeTime } from './words.ts'

export interface ProgressOptions {
  stream: NodeJS.WritableStream & { isTTY?: boolean; columns?: number }
  /** Says nothing at all, but for messages. */
  isQuiet: boolean
  /** `exported`, `imported`, `copied`. */
  verb: string
}

const DRAW_MS = 100
const LINE_MS = 10_000
const BAR = 20

/** Tells how far a transfer is: a bar on a terminal, else a line every ten seconds. */
export class Progress {
  readonly #options: ProgressOptions
  readonly #started = performance.now()
  readonly #timer: NodeJS.Timeout | undefined
  #isDrawn = false
  /** As many items as there are, if that is known. */
  total: number | undefined
  items = 0
  bytes = 0
  units = 0
  /** Of those that were done by an earlier run. */
  #before = 0

  constructor(options: ProgressOptions) {
    this.#options = options
    if (options.isQuiet) return
    const { isTTY = false } = options.stream
    this.#timer = setInterval(
      () => (isTTY ? this.#draw() : this.#line()),
      isTTY ? DRAW_MS : LINE_MS
    )
    this.#timer.unref()
  }

  /** Begins with what an earlier run has done. */
  resume(items: number): void {
    this.items = items
    this.#before = items
  }

  add(items: number, bytes: number, units = 0): void {
    this.items += items
    this.bytes += bytes
    this.units += units
  }

  /** Writes a line of its own. */
  tell(message: string): void {
    this.#clear()
    this.#options.stream.write(`${message}\n`)
  }

  /** Ends the bar; with a message, if it is not quiet, a last line. */
  end(message?: string): void {
    clearInterval(this.#timer)
    this.#clear()
    if (message !== undefined && !this.#options.isQuiet) this.tell(message)
  }

  /** `1,000 items, 300 KB, 50 units, 2 s`, of this run. */
  summary(): string {
    const parts = [`${describeCount(this.items)} items ${this.#options.verb}`]
    if (this.#before > 0) parts.push(`${describeCount(this.#before)} of them before`)
    parts.push(describeBytes(this.bytes))
    if (this.units > 0)
      parts.push(`${describeCount(Math.round(this.units * 10) / 10)} capacity units`)
    parts.push(describeTime(this.#seconds))
    return parts.join(', ')
  }

  get #seconds(): number {
    return (performance.now() - this.#started) / 1_000
  }

  #line(): void {
    const left = this.#left()
    this.tell(`${this.summary()}, ${describeCount(this.#perSecond)}/s${left ? `, ${left}` : ''}`)
  }

  #draw(): void {
    const { stream } = this.#options
    const share = this.total ? Math.min(1, this.items / this.total) : undefined
    const parts: string[] = []
    if (share !== undefined) {
      const full = Math.round(share * BAR)
      parts.push(`${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${Math.floor(share * 100)} %`)
    }
    parts.push(`${describeCount(this.items)} items`, describeBytes(this.bytes))
    parts.push(`${describeCount(this.#perSecond)}/s`)
    if (this.units > 0) parts.push(`${describeCount(Math.round(this.units))} units`)
    const left = this.#left()
    if (left) parts.push(left)
    const text = parts.join('  ').slice(0, (stream.columns || 80) - 1)
    this.#clear()
    stream.write(text)
    this.#isDrawn = true
  }

  get #perSecond(): number {
    return Math.round((this.items - this.#before) / Math.max(this.#seconds, 0.001))
  }

  #left(): string {
    const { total } = this
    if (!total || this.#perSecond === 0 || this.items >= total) return ''
    return `${describeTime((total - this.items) / this.#perSecond)} left`
  }

  #clear(): void {
    if (!this.#isDrawn) return
    // It is drawn on terminals alone.
    const stream = this.#options.stream as WriteStream
    cursorTo(stream, 0)
    clearLine(stream, 0)
    this.#isDrawn = false
  }
}
