import { isUtf8 } from 'node:buffer'
import { parse } from '../json/parse.ts'
import { gatewayError } from './errors.ts'

/**
 * Parses a request's body as JSON, with exact numbers; ignores a leading byte order mark. Throws
 * the gateway's 400 if the body is empty, compressed, not UTF-8 or not JSON.
 */
export function parseBody(bytes: Buffer, contentEncoding: string | undefined): unknown {
  if (contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity') {
    throw unreadable('a body with a Content-Encoding is not unpacked')
  }
  if (bytes.length === 0) throw unreadable('the body is empty')
  if (!isUtf8(bytes)) throw unreadable('the body is not UTF-8')
  const text = bytes.toString()
  try {
    return parse(text.startsWith('\uFEFF') ? text.slice(1) : text)
  } catch (error) {
    throw unreadable((error as Error).message)
  }
}

function unreadable(detail: string): Error {
  return gatewayError('UnreadableBody', detail)
}
