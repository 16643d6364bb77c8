import type { FastifyRequest } from 'fastify'
import { gatewayError } from '../../gateway/errors.ts'

/**
 * Reads a request's body to its end, at most `limit` bytes, and reserves memory for it until the
 * request is over. Rejects with the gateway's 413 if the body is longer, with 413 or 503 if there
 * is no memory for it, and with 400 if the connection breaks. Never settles if the request timed
 * out, because the timeout has answered it.
 */
export function readBody(request: FastifyRequest, limit: number): Promise<Buffer> {
  const { raw } = request
  const announced = Number(raw.headers['content-length'] ?? 0)
  const chunks: Buffer[] = []
  let length = 0
  let refusal: unknown

  // A refused body is still read to its end, but not kept: a client that is still writing would see
  // a reset connection instead of our answer.
  function refuse(error: unknown): void {
    refusal = error
    chunks.length = 0
    request.reserve(0)
  }

  function reserve(bytes: number): void {
    try {
      if (bytes > limit) throw gatewayError('TooLarge')
      request.reserve(bytes)
    } catch (error) {
      refuse(error)
    }
  }

  function finish(): Buffer {
    if (refusal) throw refusal
    const bytes = join(chunks)
    request.settle(bytes)
    return bytes
  }

  return new Promise((resolve, reject) => {
    reserve(announced)
    raw.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (request.deadline.reason) refuse(request.deadline.reason)
      else if (length > announced && !refusal) reserve(length)
      if (!refusal) chunks.push(chunk)
    })
    raw.once('end', () => {
      if (request.deadline.reason) return
      try {
        resolve(finish())
      } catch (error) {
        reject(error)
      }
    })
    raw.once('error', ({ message }) => reject(gatewayError('BadRequest', message)))
  })
}

function join(chunks: Buffer[]): Buffer {
  const [first] = chunks
  return first && chunks.length === 1 ? first : Buffer.concat(chunks)
}
