import type { IncomingMessage } from 'node:http'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'
import type { Waits } from '../waits.ts'

declare module 'fastify' {
  interface FastifyRequest {
    deadline: Deadline
  }
}

/** Why what runs for a request is aborted when its client is gone. */
export class HungUp extends Error {
  override readonly message = 'The client hung up'
}

/** How late a limit may be told. */
const LOOK_MS = 25

interface DeadlineOptions extends Pick<Waits, 'silenceMs'> {
  requestTimeoutMs: number
}

/** Gives every request its limit of time, counted from its headers: a slow body is in it. */
export const deadline = fp(
  async (app, options: DeadlineOptions) => {
    const { requestTimeoutMs, silenceMs } = options
    app.decorateRequest('deadline')
    // One for all requests, while there are any: a timer each would be a dear part of a `ping`.
    let timer: NodeJS.Timeout | undefined

    function look(): void {
      const latest = performance.now() - requestTimeoutMs
      for (const { request } of app.inFlight.slice()) {
        if (request.started <= latest) request.deadline.end()
      }
      if (app.inFlight.length > 0) timer?.refresh()
      else timer = undefined
    }

    app.addHook('onRequest', (request, reply, done) => {
      request.deadline = new Deadline(reply, options)
      timer ??= setTimeout(look, LOOK_MS)
      done()
    })

    app.onClosed((request, reply) => {
      request.deadline.clear(reply.raw.writableFinished)
      const { raw, started, deadline } = request
      if (raw.complete) return
      endRest(raw, deadline.reason ? silenceMs : requestTimeoutMs - (performance.now() - started))
    })
    app.addHook('onClose', async () => clearTimeout(timer))
  },
  { name: 'deadline', dependencies: ['in-flight', 'request-context'] }
)

/** The rest of a body that was answered already is in the limit too. */
function endRest(request: IncomingMessage, leftMs: number): void {
  setTimeout(() => request.complete || request.socket.destroy(), Math.max(leftMs, 0)).unref()
}

class Deadline {
  readonly #reply: FastifyReply
  readonly #limitMs: number
  readonly #silenceMs: number
  // Made for those who ask: most of a ping's own work would be this.
  #controller: AbortController | undefined
  #reason: Error | undefined
  #isReleased = false

  constructor(reply: FastifyReply, { requestTimeoutMs, silenceMs }: DeadlineOptions) {
    this.#reply = reply
    this.#limitMs = requestTimeoutMs
    this.#silenceMs = silenceMs
  }

  /** Aborts when the time for an answer is over, or the client is gone. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#reason) this.#controller.abort(this.#reason)
    return this.#controller.signal
  }

  leftMs(): number {
    return this.#reply.request.started + this.#limitMs - performance.now()
  }

  /** Why it is aborted: its time was over, or its client was gone; undefined: neither, so far. */
  get reason(): Error | undefined {
    return this.#reason
  }

  /** Ends no more by itself: its answer has begun, and each page of it has a limit of its own. */
  release(): void {
    this.#isReleased = true
  }

  /** Has the request answered 504, now. A client that does not read its answer, whatever that is, is let go. */
  end(): void {
    if (this.#reason || this.#isReleased) return
    const error = gatewayError('TimedOut')
    this.#abort(error)
    const { complete, socket } = this.#reply.request.raw
    // Of this socket, until its answer is out: one for all would be set anew with each request, a dear part of a `ping`.
    socket.setTimeout(this.#silenceMs)
    // What waits for the rest of a body does not hear of it.
    if (!complete && !this.#reply.sent) this.#reply.header('connection', 'close').send(error)
  }

  clear(isAnswered: boolean): void {
    if (!isAnswered) this.#abort(new HungUp())
  }

  #abort(reason: Error): void {
    this.#reason ??= reason
    this.#controller?.abort(this.#reason)
  }
}
