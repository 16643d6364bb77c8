import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { toOpenApi } from '../../documents/openapi.ts'
import type { TableDescription } from '../../documents/table-description.ts'
import { gatewayError } from '../../gateway/errors.ts'
import type { OperationTable } from '../../operations/operation.ts'
import type { AppOptions } from '../options.ts'
import { PAGES } from './home.ts'

// What Swagger UI's page asks for; its package has more.
const PATHS = [
  PAGES.openApi,
  PAGES.docs,
  ...[
    'json',
    'static/swagger-ui.css',
    'static/index.css',
    'static/theme/docs.css',
    'static/swagger-ui-bundle.js',
    'static/swagger-ui-standalone-preset.js',
    'static/swagger-initializer.js',
    'static/favicon-16x16.png',
    'static/favicon-32x32.png'
  ].map((file) => `${PAGES.docs}/${file}`)
]

/** `GET /openapi.json`, and `GET /docs`: the same to try, without any other server. */
export async function docs(app: FastifyInstance, { service, table }: AppOptions): Promise<void> {
  // Made when somebody asks: it would cost every start a tenth of a second and 7 MB.
  let site: Promise<FastifyInstance> | undefined

  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    site ??= buildSite(service.operations, table)
    // A file is answered whole: a range that it does not have would be no unknown path.
    const { range, ...asked } = request.headers
    const { statusCode, headers, rawPayload } = await (await site).inject({
      url: request.url,
      headers: asked
    })
    if (statusCode >= 400) throw gatewayError('UnknownPath')
    const { connection, date, ...kept } = headers
    return reply.code(statusCode).headers(kept).send(rawPayload)
  }
  for (const path of PATHS) app.get(path, show)
}

/** A server inside the server, which nobody reaches but through the paths above. */
async function buildSite(
  operations: OperationTable,
  table: TableDescription
): Promise<FastifyInstance> {
  const [{ default: swagger }, { default: swaggerUi }] = await Promise.all([
    import('@fastify/swagger'),
    import('@fastify/swagger-ui')
  ])
  const site = fastify()
  // Swagger UI's page has no viewport: a phone would lay it out 980 px wide, and show it tiny.
  site.addHook('onSend', async (_request, reply, payload) =>
    String(reply.getHeader('content-type')).startsWith('text/html')
      ? String(payload).replace('<head>', `<head>${VIEWPORT}`)
      : payload
  )
  // The types of @fastify/swagger name OpenAPI 3.0's objects.
  const document = toOpenApi(operations, table) as never
  site.register(swagger, { mode: 'static', specification: { document } })
  site.register(swaggerUi, {
    routePrefix: PAGES.docs,
    theme: {
      title: 'DynamoDBManager: try it',
      css: [{ filename: 'docs.css', content: STYLE }]
    },
    uiConfig: {
      layout: 'BaseLayout',
      docExpansion: 'full',
      tryItOutEnabled: true,
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0
    }
  })
  site.get(PAGES.openApi, async () => site.swagger())
  await site.ready()
  return site
}

const VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'

// What says nothing here is left out: the choice of one server, of one type of answers, the parameters of
// paths that have none, links.
const STYLE = `.swagger-ui .info { margin: 1.5rem 0 0 }
.swagger-ui .scheme-container { padding: 0; box-shadow: none; background: none }
.swagger-ui .scheme-container .schemes > .schemes-server-container { display: none }
.swagger-ui .opblock-section:not(.opblock-section-request-body) > .opblock-section-header { display: none }
.swagger-ui .response-control-media-type, .swagger-ui .response-col_links { display: none }
.swagger-ui .parameters-container:not(:has(.parameters)) { display: none }
.swagger-ui .headers .header-col { padding-right: .75rem }
`
