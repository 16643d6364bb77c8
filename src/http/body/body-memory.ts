import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'
import { heapOf, largestHeap, usualHeap } from './json-heap.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Reserves memory to read a body of so many bytes; replaces the request's earlier reservation.
     * Throws the gateway's 413 if the body can never fit, its 503 if it does not fit at present.
     */
    reserve(bytes: number): void
    /** Replaces the reservation by what parsing the body will take. Throws as reserve() does. */
    settle(body: Uint8Array): void
    /** Bytes of heap reserved for the request's body; undefined: the request is over. */
    reservedHeap: number | undefined
  }
}

/**
 * A body whose worst case is below this share of the budget is charged the worst case, without
 * scanning it.
 */
const UNSCANNED_SHARE = 1 / 64

/**
 * Keeps the bodies in flight within a budget of heap: parsed JSON takes many times its bytes, and a
 * process that runs out of heap is killed with all its requests. A body that needs more than the
 * whole budget is answered 413, one that does not fit beside the others 503. A request's
 * reservation ends with the request.
 */
export const bodyMemory = fp(
  async (app, { bodiesHeap }: { bodiesHeap: number }) => {
    let reserved = 0

    function charge(request: FastifyRequest, heap: number): void {
      // The request was answered before its body ended, so nothing would free a new reservation.
      if (request.reservedHeap === undefined) return
      if (heap > bodiesHeap) throw gatewayError('TooLarge')
      const others = reserved - request.reservedHeap
      if (others + heap > bodiesHeap) throw gatewayError('TooBusy')
      reserved = others + heap
      request.reservedHeap = heap
    }

    app.decorateRequest('reservedHeap', 0)
    app.decorateRequest('reserve', function (this: FastifyRequest, bytes) {
      charge(this, usualHeap(bytes))
    })
    app.decorateRequest('settle', function (this: FastifyRequest, body) {
      const largest = largestHeap(body.length)
      charge(this, largest <= bodiesHeap * UNSCANNED_SHARE ? largest : heapOf(body))
    })
    app.onClosed((request) => {
      reserved -= request.reservedHeap ?? 0
      request.reservedHeap = undefined
    })
  },
  { name: 'body-memory', dependencies: ['in-flight'] }
)
