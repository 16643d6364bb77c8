import type { onSendHookHandler } from 'fastify'
import fp from 'fastify-plugin'

// What a page of ours may load and do: its own files, its own styles, calls to this very service.
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
 * Gives every page, and whatever else is read by GET, the headers that keep a browser from running what is
 * not ours. A page that needs more sets a Content-Security-Policy of its own, which stays.
 */
export const pageHeaders = fp(
  async (app) => {
    const addHeaders: onSendHookHandler = (_request, reply, _payload, done) => {
      for (const [name, value] of Object.entries(PAGE_HEADERS)) {
        if (!reply.hasHeader(name)) reply.header(name, value)
      }
      done()
    }

    // Per route: the API's own answers, which are no pages, do not pay for a hook.
    app.addHook('onRoute', (route) => {
      if ([route.method].flat().some((method) => method === 'GET' || method === 'HEAD')) {
        route.onSend = [addHeaders, ...[route.onSend ?? []].flat()]
      }
    })
  },
  { name: 'page-headers' }
)
