import { once } from 'node:events'
import { Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import fp from 'fastify-plugin'
import type { Waits } from '../waits.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborts when the server begins to stop, so that long streams end. */
    stopping: AbortSignal
  }
}

/** How often the open connections are counted while the server waits for them. */
const POLL_INTERVAL_MS = 20
/** How long the last answers may take to be written. */
const WRITE_TIMEOUT_MS = 500

/**
 * Makes app.close() a graceful shutdown. The server stops accepting connections, and for up to
 * `drainMs` it answers the requests in flight and those that still arrive on open connections, with
 * `Connection: close`. A request that is not answered by then gets 504. Finally every connection is
 * closed, also one that is idle, sends unfinished headers or does not read.
 */
export const shutdown = fp(
  async (app, { lingerMs, drainMs }: Waits) => {
    const { inFlight } = app
    const stopping = new AbortController()
    app.decorate('stopping', stopping.signal)

    app.onClosed(() => void app.server.emit('answered'))

    app.addHook('preClose', async () => {
      stopping.abort()
      // This is net's close(): http's would also cut idle connections, on which the next request
      // may be under way.
      if (app.server.listening) Server.prototype.close.call(app.server)
      // Fastify adds the header to the answers of requests that arrive from now on.
      for (const { raw } of inFlight) {
        if (!raw.headersSent) raw.setHeader('connection', 'close')
      }
      const limit = AbortSignal.timeout(drainMs)
      const lingering = AbortSignal.timeout(lingerMs)
      while (!lingering.aborted && (await countConnections(app.server)) > 0) {
        await delay(POLL_INTERVAL_MS)
      }
      await allAnswered(limit)
      for (const { request } of inFlight.slice()) request.deadline.expire()
      await allAnswered(AbortSignal.timeout(WRITE_TIMEOUT_MS))
      app.server.closeAllConnections()
    })

    async function allAnswered(limit: AbortSignal): Promise<void> {
      while (inFlight.length > 0 && !limit.aborted) {
        await once(app.server, 'answered', { signal: limit }).catch(() => {})
      }
    }
  },
  { name: 'shutdown', dependencies: ['in-flight', 'deadline'] }
)

function countConnections(server: Server): Promise<number> {
  return promisify(server.getConnections.bind(server))()
}
