import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { toOpenApi } from '../../documents/openapi.ts'
import type { AppOptions } from '../options.ts'
import { DOCS_PAGE, DOCS_SCRIPT, DOCS_STYLE, STATIC } from './docs-page.ts'
import { PAGES } from './home.ts'
import { shownOperations } from './shown-operations.ts'

const CSS = 'text/css; charset=utf-8'
const JAVASCRIPT = 'text/javascript; charset=utf-8'

/** The files of swagger-ui-dist that the page loads, with their media types. */
const FILES = {
  'swagger-ui.css': CSS,
  'index.css': CSS,
  'swagger-ui-bundle.js': JAVASCRIPT,
  'favicon-16x16.png': 'image/png',
  'favicon-32x32.png': 'image/png'
}

/** Serves the OpenAPI document at `/openapi.json`, and Swagger UI for it at `/docs`. */
export async function docs(app: FastifyInstance, options: AppOptions): Promise<void> {
  const { service, table, errorStatus } = options
  // The document is made at the first request, and kept.
  let document: string | undefined

  for (const path of [PAGES.openApi, `${PAGES.docs}/json`]) {
    app.get(path, async (_request, reply) => {
      document ??= JSON.stringify(toOpenApi(shownOperations(service), { table, errorStatus }))
      return reply.type('application/json; charset=utf-8').send(document)
    })
  }
  addText(app, PAGES.docs, 'text/html; charset=utf-8', DOCS_PAGE)
  addText(app, `${STATIC}/swagger-initializer.js`, JAVASCRIPT, DOCS_SCRIPT)
  addText(app, `${STATIC}/theme/docs.css`, CSS, DOCS_STYLE)
  for (const [name, type] of Object.entries(FILES)) addFile(app, name, type)
}

function addText(app: FastifyInstance, path: string, type: string, text: string): void {
  app.get(path, async (_request, reply) => reply.type(type).send(text))
}

/** Serves a file of swagger-ui-dist; answers 304 to a browser that has its current version. */
function addFile(app: FastifyInstance, name: string, type: string): void {
  const file = fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`))
  app.get(`${STATIC}/${name}`, async (request, reply) => {
    const { size, mtimeMs } = await stat(file)
    const etag = `"${size.toString(16)}-${Math.trunc(mtimeMs).toString(16)}"`
    reply.header('etag', etag).header('cache-control', 'no-cache')
    if (request.headers['if-none-match'] === etag) return reply.code(304).send()
    return reply.type(type).send(await readFile(file))
  })
}
