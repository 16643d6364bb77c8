import { toValue } from '../json/json-text.ts'
import { LinesText } from '../json/lines-text.ts'
import { stringify } from '../json/stringify.ts'
import { retriesOf } from './answer.ts'
import { nowMs } from './clock.ts'
import type { Deadline, Output } from './database.ts'
import { type ServiceError, toServiceError } from './errors.ts'
import { isOutOfTime } from './near-end.ts'
import type { CallContext } from './operation.ts'
import type { RequestRecord } from './request-record.ts'
import { addCapacity } from './sums.ts'

// A stream reads all pages of a Scan or a Query and writes lines of JSON: one for each item, and a
// last line with the sums.

/** The time limit of one page, which starts when the page is asked for. */
export interface PageDeadline extends Deadline {
  /** Stops its timer. */
  clear(): void
}

export interface StreamOptions {
  /** Starts the time limit of a further page; the first one has the request's own. */
  startPage(): PageDeadline
  record: RequestRecord
}

interface Sum {
  Count: number
  ScannedCount: number
  LastEvaluatedKey?: unknown
  ConsumedCapacity?: unknown
}

/** Holds at most two pages: the one that was taken, and the next one, which is read meanwhile. */
export class LineStream {
  readonly #context: CallContext
  readonly #payload: object
  readonly #options: StreamOptions
  readonly #sum: Sum = { Count: 0, ScannedCount: 0 }
  #upcoming: Promise<Output> | undefined
  #items = 0
  /** Whether a page was given up because its time was over, or nearly so. */
  isOutOfTime = false

  private constructor(context: CallContext, payload: object, options: StreamOptions) {
    this.#context = context
    this.#payload = payload
    this.#options = options
  }

  /** Asks for the first page. Rejects as the operation itself would. */
  static async start(
    context: CallContext,
    payload: object,
    options: StreamOptions
  ): Promise<LineStream> {
    const stream = new LineStream(context, payload, options)
    const first = await stream.#ask(payload, context.deadline)
    stream.#upcoming = Promise.resolve(first)
    return stream
  }

  /**
   * Takes the lines of the next page, and asks for the one after it; undefined: there is no further
   * page. Rejects with a ServiceError, after which only fail() may be called.
   */
  async take(): Promise<string | undefined> {
    if (!this.#upcoming) return undefined
    try {
      const page = await this.#upcoming
      this.#add(page)
      this.#upcoming = this.#askNext(page)
      return this.#toLines(page)
    } catch (thrown) {
      this.#upcoming = undefined
      throw toServiceError(thrown)
    }
  }

  /**
   * Makes the last line: the sums of the pages that were taken, with LastEvaluatedKey if there are
   * more.
   */
  end(): string {
    return toLine({ ...this.#sum })
  }

  /**
   * Makes the last line of a stream that failed; the client can go on from its LastEvaluatedKey.
   */
  fail({ errorType, message }: ServiceError, requestId: string): string {
    this.#options.record.errorType = errorType
    return toLine({ errorType, errorMessage: message, requestId, ...this.#sum })
  }

  #askNext(page: Output): Promise<Output> | undefined {
    const payload = this.#context.call.next?.(this.#payload as never, page)
    if (!payload) return undefined
    const deadline = this.#options.startPage()
    const upcoming = this.#ask(payload, deadline)
      .catch((thrown) => {
        this.isOutOfTime = deadline.signal.aborted || isOutOfTime(thrown)
        throw thrown
      })
      .finally(() => deadline.clear())
    // take() handles the rejection; if the client is gone, it is never called.
    upcoming.catch(() => {})
    return upcoming
  }

  async #ask(payload: object, deadline: Deadline): Promise<Output> {
    const { call, tableName, tally, send } = this.#context
    const { record } = this.#options
    const started = nowMs()
    tally.pages++
    try {
      return await send(call.command(payload as never, tableName), { deadline, lines: true })
    } finally {
      record.dynamodbMs = (record.dynamodbMs ?? 0) + nowMs() - started
      record.retries = retriesOf(tally)
    }
  }

  #add({ Count, ScannedCount, LastEvaluatedKey, ConsumedCapacity }: Output): void {
    const { record } = this.#options
    const sum = this.#sum
    sum.Count += Count as number
    sum.ScannedCount += ScannedCount as number
    sum.LastEvaluatedKey = toValue(LastEvaluatedKey)
    sum.ConsumedCapacity = addCapacity(sum.ConsumedCapacity, ConsumedCapacity)
    const { CapacityUnits } = (sum.ConsumedCapacity ?? {}) as { CapacityUnits?: number }
    if (CapacityUnits !== undefined) record.consumedCapacity = CapacityUnits
    record.pages = (record.pages ?? 0) + 1
  }

  #toLines({ Items, Count }: Output): string {
    if (Items === undefined) return ''
    this.#items += Count as number
    this.#options.record.items = this.#items
    if (Items instanceof LinesText) return Items.text
    return (Items as unknown[]).map((Item) => toLine({ Item })).join('')
  }
}

function toLine(members: object): string {
  return `${stringify(members)}\n`
}
