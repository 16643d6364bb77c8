import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'
import { heapOf, largestHeap, usualHeap } from './json-heap.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Takes room for a body, instead of what was taken for it before: of so many bytes while it is read, then
     * for what is in it. Throws the gateway's 413 or 503 where there is none.
     */
    takeRoom(request: FastifyRequest, body: number | Uint8Array): void
  }
  interface FastifyRequest {
    /** Bytes of the heap, for its body; undefined: it takes none, on another route or because it is over. */
    heldHeap: number | undefined
  }
}

/** Of the room for all: a body that takes less at its worst is taken to be that bad, and not looked at. */
const SMALL = 1 / 64

/**
 * Keeps bodies within the memory there is: parsed, JSON takes many times its bytes, and memory that is full
 * ends the process, with all that it was doing. What would be more than all the room is told 413, what does
 * not fit beside the others 503.
 */
export const bodyMemory = fp(
  async (app, { bodiesHeap }: { bodiesHeap: number }) => {
    let held = 0

    function hold(request: FastifyRequest, heap: number): void {
      // The rest of a body that was answered already: nobody would give its room back.
      if (request.heldHeap === undefined) return
      if (heap > bodiesHeap) throw gatewayError('TooLarge')
      const others = held - request.heldHeap
      if (others + heap > bodiesHeap) throw gatewayError('TooBusy')
      held = others + heap
      request.heldHeap = heap
    }

    app.decorateRequest('heldHeap', 0)
    app.decorate('takeRoom', (request, body) => {
      if (typeof body === 'number') return hold(request, usualHeap(body))
      const largest = largestHeap(body.length)
      hold(request, largest <= bodiesHeap * SMALL ? largest : heapOf(body))
    })
    app.onClosed((request) => {
      held -= request.heldHeap ?? 0
      request.heldHeap = undefined
    })
  },
  { name: 'body-memory', dependencies: ['in-flight'] }
)
