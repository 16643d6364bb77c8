import fastifyCors from '@fastify/cors'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'
import { MANAGER_PATH } from '../../gateway/path.ts'

/**
 * Lets pages of other origins call the API: answers their preflight requests, and allows their
 * origin in every answer. https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS
 */
export const cors = fp(
  async (app, { corsOrigins }: { corsOrigins: readonly string[] }) => {
    // @fastify/cors answers preflight requests on every path; the API has one.
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
      // An OPTIONS request without preflight headers is answered like a preflight: the plugin would
      // answer 400 in a shape of its own.
      strictPreflight: false
    })
  },
  { name: 'cors' }
)
