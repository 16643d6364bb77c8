import fastifyCors from '@fastify/cors'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'
import { MANAGER_PATH } from '../../gateway/path.ts'

/** Lets the pages of other origins call: answers their preflights, and names them in every answer. */
export const cors = fp(
  async (app, { corsOrigins }: { corsOrigins: readonly string[] }) => {
    // The plugin's route for preflights takes every path.
    app.addHook('onRequest', (request, _reply, done) => {
      const isKnown = request.url === MANAGER_PATH
      done(isKnown ? undefined : gatewayError('UnknownPath'))
    })

    await app.register(fastifyCors, {
      origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
      methods: 'POST',
      allowedHeaders: ['content-type', 'idempotency-key', 'x-api-key'],
      exposedHeaders: ['retry-after', 'x-amzn-errortype', 'x-amzn-requestid'],
      maxAge: 600,
      // Whatever else is asked by OPTIONS is answered as a preflight, not in a shape that no client expects.
      strictPreflight: false
    })
  },
  { name: 'cors' }
)
