import type { IncomingMessage } from 'node:http'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'
import type { Deadline } from '../../operations/database.ts'
import type { Waits } from '../waits.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The time limit of the request, and the signal that aborts what runs for it. */
    deadline: RequestDeadline
  }
}

/** The reason with which a request's work is aborted if its client hung up. */
export class HungUp extends Error {
  override readonly message = 'The client hung up'
}

/** How often deadlines are checked; a timeout is reported at most this much late. */
const CHECK_INTERVAL_MS = 25

interface DeadlineOptions extends Pick<Waits, 'silenceMs'> {
  requestTimeoutMs: number
}

/**
 * Answers 504 to every request that takes longer than `requestTimeoutMs`, counted from when its
 * headers were read, so that the time includes a slow body.
 */
export const deadline = fp(
  async (app, options: DeadlineOptions) => {
    const { requestTimeoutMs, silenceMs } = options
    app.decorateRequest('deadline')
    // One timer checks all requests in flight: a timer each would be a large part of a `ping`'s
    // cost.
    let timer: NodeJS.Timeout | undefined

    function check(): void {
      const latest = performance.now() - requestTimeoutMs
      for (const { request } of app.inFlight.slice()) {
        if (request.started <= latest) request.deadline.expire()
      }
      if (app.inFlight.length > 0) timer?.refresh()
      else timer = undefined
    }

    app.addHook('onRequest', (request, reply, done) => {
      request.deadline = new RequestDeadline(reply, options)
      timer ??= setTimeout(check, CHECK_INTERVAL_MS)
      done()
    })

    app.onClosed((request, reply) => {
      request.deadline.close({ answered: reply.raw.writableFinished })
      const { raw, started, deadline } = request
      if (raw.complete) return
      limitRest(raw, deadline.reason ? silenceMs : requestTimeoutMs - (performance.now() - started))
    })
    app.addHook('onClose', async () => clearTimeout(timer))
  },
  { name: 'deadline', dependencies: ['in-flight', 'request-context'] }
)

/** Destroys the connection if the rest of an answered request's body does not come in `leftMs`. */
function limitRest(request: IncomingMessage, leftMs: number): void {
  setTimeout(() => request.complete || request.socket.destroy(), Math.max(leftMs, 0)).unref()
}

class RequestDeadline implements Deadline {
  readonly #reply: FastifyReply
  readonly #limitMs: number
  readonly #silenceMs: number
  // The controller is made on demand: it would be most of a `ping`'s own work.
  #controller: AbortController | undefined
  #reason: Error | undefined
  #isReleased = false

  constructor(reply: FastifyReply, { requestTimeoutMs, silenceMs }: DeadlineOptions) {
    this.#reply = reply
    this.#limitMs = requestTimeoutMs
    this.#silenceMs = silenceMs
  }

  /** Aborts when the request times out, or when its client hangs up. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#reason) this.#controller.abort(this.#reason)
    return this.#controller.signal
  }

  /** The milliseconds that are left. */
  leftMs(): number {
    return this.#reply.request.started + this.#limitMs - performance.now()
  }

  /** Why the signal is aborted: a timeout, or HungUp; undefined: it is not aborted. */
  get reason(): Error | undefined {
    return this.#reason
  }

  /** Stops the request from timing out: a streamed answer has a deadline for each page instead. */
  release(): void {
    this.#isReleased = true
  }

  /**
   * Aborts the request's work, and answers it 504 now. If the client does not read the answer for
   * `silenceMs`, its connection is closed.
   */
  expire(): void {
    if (this.#reason || this.#isReleased) return
    const error = gatewayError('TimedOut')
    this.#abort(error)
    const { complete, socket } = this.#reply.request.raw
    // Only an expired request pays for a socket timeout: one on every socket would be reset with
    // each request, which is a large part of a `ping`'s cost.
    socket.setTimeout(this.#silenceMs)
    // The route is still waiting for the rest of the body, so it cannot answer.
    if (!complete && !this.#reply.sent) this.#reply.header('connection', 'close').send(error)
  }

  /** Ends the deadline with its request. Aborts the request's work if it was not answered. */
  close({ answered }: { answered: boolean }): void {
    if (!answered) this.#abort(new HungUp())
  }

  #abort(reason: Error): void {
    this.#reason ??= reason
    this.#controller?.abort(this.#reason)
  }
}
