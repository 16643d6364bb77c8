import type { IncomingMessage } from 'node:http'

const MAX_AGE_SECONDS = '172800'

/**
 * Holds a request's Origin, which browsers send for a page, against those that may call. Without
 * one it comes from a program. Returns the headers of the answer that let the page read it.
 * https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function checkOrigin(
  { headers, method }: IncomingMessage,
  origins: string[]
): { isRefused: boolean; headers: Record<string, string> } {
  const { origin } = headers
  if (origin === undefined) return { isRefused: false, headers: {} }
  if (!origins.includes('*') && !origins.includes(origin)) return { isRefused: true, headers: {} }
  const allowed: Record<string, string> = {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-amzn-requestid,x-amz-crc32',
    vary: 'Origin'
  }
  if (method !== 'OPTIONS') return { isRefused: false, headers: allowed }
  const asked = headers['access-control-request-headers']
  return {
    isRefused: false,
    headers: {
      ...allowed,
      'access-control-allow-methods': 'POST',
      'access-control-max-age': MAX_AGE_SECONDS,
      ...(asked === undefined ? {} : { 'access-control-allow-headers': asked })
    }
  }
}
