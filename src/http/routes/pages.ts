import type { FastifyInstance, FastifyRequest } from 'fastify'
import { toCollection } from '../../documents/postman/collection.ts'
import { gatewayError } from '../../gateway/errors.ts'
import type { AppOptions } from '../options.ts'
import { ICON, PAGES, STYLE, toHome } from './home.ts'
import { shownOperations } from './shown-operations.ts'

/** `GET /` for a browser, and the Postman collection: both for this server and its table. */
export async function pages(
  app: FastifyInstance,
  { service, table, apiKeys, errorStatus }: AppOptions
): Promise<void> {
  const operations = shownOperations(service)

  app.get('/', async (request, reply) => {
    // A path like any other, but for a browser.
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

/** As the client knows this server, if its Host header is one. */
function originOf({ protocol, host }: FastifyRequest): string {
  const url = `${protocol}://${host}`
  return URL.canParse(url) ? new URL(url).origin : 'http://127.0.0.1:3000'
}
