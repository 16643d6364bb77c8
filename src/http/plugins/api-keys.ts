import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type ApiKey, createKeyFinder } from '../../gateway/api-key.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The API key that the request came with; undefined: none, or an unknown one. */
    apiKey: ApiKey | undefined
  }
}

/**
 * Sets `request.apiKey` to the key that the request came with, and logs the key's name. Refusing a
 * request without one is the route's business.
 */
export const apiKeys = fp(
  async (app, { apiKeys }: { apiKeys: readonly ApiKey[] }) => {
    const findKey = createKeyFinder(apiKeys)
    app.decorateRequest('apiKey')

    app.addHook('onRequest', (request: FastifyRequest, _reply, done) => {
      request.apiKey = findKey(request.headers['x-api-key'])
      request.record.client = request.apiKey?.name
      done()
    })
  },
  { name: 'api-keys', dependencies: ['request-context'] }
)
