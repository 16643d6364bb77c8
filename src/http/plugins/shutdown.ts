import { once } from 'node:events'
import { Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import fp from 'fastify-plugin'

// A request that is already on the wire of an open connection gets its answer.
const LINGER_MS = 250
const DRAIN_MS = 8_000

/**
 * Makes app.close() stop accepting, answer what is in flight for up to 8 s, and then end every
 * connection: idle, stuck in its headers, or still not answered.
 */
export const shutdown = fp(async (app) => {
  app.onClosed(() => void app.server.emit('answered'))

  app.addHook('preClose', async () => {
    // net's own close: http's would cut idle connections, though their next request may be on its way.
    if (app.server.listening) Server.prototype.close.call(app.server)
    const limit = AbortSignal.timeout(DRAIN_MS)
    if ((await countConnections(app.server)) > 0) await delay(LINGER_MS)
    while (app.inFlight.count > 0 && !limit.aborted) {
      await once(app.server, 'answered', { signal: limit }).catch(() => {})
    }
    app.server.closeAllConnections()
  })
})

function countConnections(server: Server): Promise<number> {
  return promisify(server.getConnections.bind(server))()
}
