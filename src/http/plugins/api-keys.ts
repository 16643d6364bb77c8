import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type ApiKey, createKeyFinder } from '../../gateway/api-key.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that it came with; undefined: none that is known. */
    apiKey: ApiKey | undefined
  }
}

/** Finds out whose each request is. What that means is for those to say who ask. */
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
