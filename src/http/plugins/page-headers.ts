import type { onSendHookHandler } from 'fastify'
import fp from 'fastify-plugin'

// The policy lets a page load its own files and inline styles, and call this server, nothing else.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "base-uri 'none'",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "img-src 'self' data:",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'"
].join('; ')

// https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY'
}

/**
 * Adds security headers to the answers of every GET route: they keep a browser from running code
 * that is not ours. A header that a route has set itself stays as it is.
 */
export const pageHeaders = fp(
  async (app) => {
    const addHeaders: onSendHookHandler = (_request, reply, _payload, done) => {
      for (const [name, value] of Object.entries(PAGE_HEADERS)) {
        if (!reply.hasHeader(name)) reply.header(name, value)
      }
      done()
    }

    // The hook is added to GET routes only, so that the API's answers do not pay for it.
    app.addHook('onRoute', (route) => {
      if ([route.method].flat().some((method) => method === 'GET' || method === 'HEAD')) {
        route.onSend = [addHeaders, ...[route.onSend ?? []].flat()]
      }
    })
  },
  { name: 'page-headers' }
)
