import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'
import { heapOf, largestHeap, usualHeap } from './json-heap.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Holds memory for a body of so many bytes while it is read, instead of what is held for the
     * request now. Throws the gateway's 413 or 503 if there is none.
     */
    reserve(bytes: number): void
    /** Does the same for what is in a body that was read. */
    settle(body: Uint8Array): void
    /** Bytes of the heap, for its body; undefined: it holds none, as it is over. */
    heldHeap: number | undefined
  }
}

/** A body that takes less than this share of all the memory, at its worst, is not looked into. */
const SMALL = 1 / 64

/**
 * Keeps bodies within the memory there is: parsed, JSON takes many times its bytes, and memory that
 * is full ends the process, with all that it was doing. What would need more than all the memory is
 * told 413, what does not fit beside the others 503. A request's memory is free when it is over.
 */
export const bodyMemory = fp(
  async (app, { bodiesHeap }: { bodiesHeap: number }) => {
    let held = 0

    function hold(request: FastifyRequest, heap: number): void {
      // The rest of a body that was answered already: nobody would free its memory.
      if (request.heldHeap === undefined) return
      if (heap > bodiesHeap) throw gatewayError('TooLarge')
      const others = held - request.heldHeap
      if (others + heap > bodiesHeap) throw gatewayError('TooBusy')
      held = others + heap
      request.heldHeap = heap
    }

    app.decorateRequest('heldHeap', 0)
    app.decorateRequest('reserve', function (this: FastifyRequest, bytes) {
      hold(this, usualHeap(bytes))
    })
    app.decorateRequest('settle', function (this: FastifyRequest, body) {
      const largest = largestHeap(body.length)
      hold(this, largest <= bodiesHeap * SMALL ? largest : heapOf(body))
    })
    app.onClosed((request) => {
      held -= request.heldHeap ?? 0
      request.heldHeap = undefined
    })
  },
  { name: 'body-memory', dependencies: ['in-flight'] }
)
