import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { gatewayError } from '../../gateway/errors.ts'
import type { AppOptions } from '../options.ts'

/**
 * Turns away what pages of other origins send: CORS alone would keep a page from reading the answer, not
 * from writing to the database. Only browsers send an Origin, with every POST.
 * https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Origin
 */
export const crossOrigin = fp(
  async (app, options: AppOptions) => {
    const { corsOrigins = [], apiKeys } = options
    const isOpen = corsOrigins.includes('*')

    app.addHook('onRequest', (request, _reply, done) => {
      const { origin } = request.headers
      const isWelcome =
        origin === undefined ||
        isOpen ||
        corsOrigins.includes(origin) ||
        (isOwn(request, origin) && (apiKeys !== undefined || isLocalName(request.hostname)))
      done(
        isWelcome ? undefined : gatewayError('ForeignOrigin', 'expected an origin of CORS_ORIGIN')
      )
    })
  },
  { name: 'cross-origin' }
)

/** A proxy may have changed the name of the host, but not what the browser says of the page. */
function isOwn({ headers, host }: FastifyRequest, origin: string): boolean {
  if (headers['sec-fetch-site'] === 'same-origin') return true
  return URL.canParse(origin) && new URL(origin).host === host
}

/**
 * Says whether no stranger can have given the host its name. Any other may be of a page that has its own
 * name lead here (DNS rebinding), and where no key is asked for nothing else would tell.
 */
function isLocalName(hostname: string): boolean {
  const name = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(name) !== 0 || !name.includes('.') || name.endsWith('.localhost')
}
