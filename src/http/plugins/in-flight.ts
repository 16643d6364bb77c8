import type { ServerResponse } from 'node:http'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Of the requests that are not over yet. */
    inFlight: Set<ServerResponse>
  }
}

/** Keeps the requests in flight. */
export const inFlight = fp(async (app) => {
  const responses = new Set<ServerResponse>()
  app.decorate('inFlight', responses)

  app.addHook('onRequest', (_request, { raw }, done) => {
    responses.add(raw)
    done()
  })

  app.onClosed((_request, { raw }) => void responses.delete(raw))
})
