import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** The requests whose answers are not out yet. */
    inFlight: { count: number }
  }
}

/** Counts the requests in flight. */
export const inFlight = fp(async (app) => {
  const requests = { count: 0 }
  app.decorate('inFlight', requests)

  app.addHook('onRequest', (_request, _reply, done) => {
    requests.count++
    done()
  })

  app.onClosed(() => void requests.count--)
})
