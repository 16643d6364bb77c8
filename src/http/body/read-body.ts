import type { FastifyRequest } from 'fastify'
import { gatewayError } from '../../gateway/errors.ts'

/**
 * Reads a request's body to its end, `limit` bytes at most, and holds memory for it until the
 * request is over. Rejects with the gateway's 413 if it is longer, with 413 or 503 if there is no
 * memory for it, and with 400 if it breaks off. Does not settle for a request whose time is over:
 * that is answered already.
 */
export function readBody(request: FastifyRequest, limit: number): Promise<Buffer> {
  const { raw } = request
  const announced = Number(raw.headers['content-length'] ?? 0)
  const chunks: Buffer[] = []
  let length = 0
  let refusal: unknown

  // What is refused is read on, and kept nowhere: a client that is still sending would find the
  // connection closed, and no answer.
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
