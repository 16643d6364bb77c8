import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'
import type { AppOptions } from '../options.ts'

/**
 * Refuses requests from pages of other origins. CORS alone keeps a page from reading the answer,
 * but not from writing to the database. Only browsers send an Origin header, and they do with every
 * POST: https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Origin
 */
export const crossOrigin = fp(
  async (app, options: AppOptions) => {
    const { corsOrigins = [], apiKeys } = options
    const allowsAll = corsOrigins.includes('*')

    app.addHook('onRequest', (request, _reply, done) => {
      const { origin } = request.headers
      const isAllowed =
        origin === undefined ||
        allowsAll ||
        corsOrigins.includes(origin) ||
        (isOwn(request, origin) && (apiKeys !== undefined || isLocalName(request.hostname)))
      done(
        isAllowed ? undefined : gatewayError('ForeignOrigin', 'expected an origin of CORS_ORIGIN')
      )
    })
  },
  { name: 'cross-origin' }
)

/**
 * Says whether a request comes from a page of this server. A proxy may have replaced the Host
 * header, but it leaves the browser's own Sec-Fetch-Site.
 */
function isOwn({ headers, host }: FastifyRequest, origin: string): boolean {
  if (headers['sec-fetch-site'] === 'same-origin') return true
  return URL.canParse(origin) && new URL(origin).host === host
}

/**
 * Says whether a host name cannot belong to somebody else's domain. A page of such a domain could
 * have its name resolve to this server (DNS rebinding), and if no API key is required, nothing else
 * would keep it out.
 */
function isLocalName(hostname: string): boolean {
  const name = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(name) !== 0 || !name.includes('.') || name.endsWith('.localhost')
}
