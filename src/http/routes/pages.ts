import type { FastifyInstance, FastifyRequest } from 'fastify'
import { toCollection } from '../../documents/postman/collection.ts'
import { gatewayError } from '../../gateway/errors.ts'
import type { AppOptions } from '../options.ts'
import { ICON, PAGES, STYLE, toHome } from './home.ts'
import { shownOperations } from './shown-operations.ts'

/**
 * Serves the home page and the Postman collection, both made for this server's address and table.
 */
export async function pages(
  app: FastifyInstance,
  { service, table, apiKeys, errorStatus }: AppOptions
): Promise<void> {
  const operations = shownOperations(service)

  app.get('/', async (request, reply) => {
    // Only a browser gets the page: the contract says that `/` is an unknown path.
    if (!request.headers.accept?.includes('text/html')) {
      throw gatewayError('UnknownPath')
    }
    const needsKey = apiKeys !== undefined
    const home = toHome(operations, { origin: originOf(request), table, needsKey })
    return reply.type('text/html; charset=utf-8').header('vary', 'accept').send(home)
  })

  app.get(PAGES.style, async (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE))

  app.get(PAGES.icon, async (_request, reply) => reply.type('image/svg+xml').send(ICON))

  app.get(PAGES.collection, async (request, reply) => {
    const collection = toCollection(operations, { baseUrl: originOf(request), table, errorStatus })
    return reply
      .header(
        'content-disposition',
        'attachment; filename="DynamoDBManager.postman_collection.json"'
      )
      .send(collection)
  })
}

/**
 * The origin by which the client reached this server, or a default if its Host header is invalid.
 */
function originOf({ protocol, host }: FastifyRequest): string {
  const url = `${protocol}://${host}`
  return URL.canParse(url) ? new URL(url).origin : 'http://127.0.0.1:3000'
}
