import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../operations/errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    deadline: Deadline
  }
}

/** Why what runs for a request is aborted when its client is gone. */
export const HUNG_UP = new Error('The client hung up')

/** Gives every request its limit of time, counted from its headers: a slow body is in it. */
export const deadline = fp(async (app, { requestTimeoutMs }: { requestTimeoutMs: number }) => {
  app.decorateRequest('deadline')

  app.addHook('onRequest', (request, reply, done) => {
    request.deadline = new Deadline(reply, requestTimeoutMs)
    done()
  })

  app.onClosed((request, reply) => request.deadline.clear(reply.raw.writableFinished))
})

class Deadline {
  readonly #reply: FastifyReply
  readonly #timer: NodeJS.Timeout
  // Made for those who ask: most of a ping's own work would be this.
  #controller: AbortController | undefined
  #reason: Error | undefined

  constructor(reply: FastifyReply, ms: number) {
    this.#reply = reply
    this.#timer = setTimeout(endDeadline, ms, this)
  }

  /** Aborts when the time for an answer is over, or the client is gone. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#reason) this.#controller.abort(this.#reason)
    return this.#controller.signal
  }

  /** Has the request answered 504, now. */
  end(): void {
    const error = gatewayError('EndpointRequestTimedOutException')
    this.#abort(error)
    // What waits for the rest of a body does not hear of it.
    if (!this.#reply.request.raw.complete) this.#reply.header('connection', 'close').send(error)
  }

  clear(isAnswered: boolean): void {
    clearTimeout(this.#timer)
    if (!isAnswered) this.#abort(HUNG_UP)
  }

  #abort(reason: Error): void {
    this.#reason ??= reason
    this.#controller?.abort(this.#reason)
  }
}

function endDeadline(deadline: Deadline): void {
  deadline.end()
}
