import { once } from 'node:events'
import { Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import fp from 'fastify-plugin'
import type { Waits } from '../waits.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborts when the server begins to stop: what could go on for long comes to its end. */
    stopping: AbortSignal
  }
}

const LOOK_MS = 20
/** How long the last answers may take to be written. */
const WRITE_MS = 500

/**
 * Makes app.close() stop accepting, answer what is in flight and what still comes on open connections, each
 * told to close, for up to drainMs; what is not answered by then is 504. Then it ends every connection: idle, stuck
 * in its headers, or not reading.
 */
export const shutdown = fp(
  async (app, { lingerMs, drainMs }: Waits) => {
    const { inFlight } = app
    const stopping = new AbortController()
    app.decorate('stopping', stopping.signal)

    app.onClosed(() => void app.server.emit('answered'))

    app.addHook('preClose', async () => {
      stopping.abort()
      // net's own close: http's would cut idle connections, though their next request may be on its way.
      if (app.server.listening) Server.prototype.close.call(app.server)
      // Fastify tells it to the requests that come from now on.
      for (const { raw } of inFlight) {
        if (!raw.headersSent) raw.setHeader('connection', 'close')
      }
      const limit = AbortSignal.timeout(drainMs)
      const lingering = AbortSignal.timeout(lingerMs)
      while (!lingering.aborted && (await countConnections(app.server)) > 0) await delay(LOOK_MS)
      await allAnswered(limit)
      for (const { request } of inFlight.slice()) request.deadline.end()
      await allAnswered(AbortSignal.timeout(WRITE_MS))
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
