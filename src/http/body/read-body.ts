import type { IncomingMessage } from 'node:http'
import { gatewayError } from '../../gateway/errors.ts'

export interface BodyRules {
  /** Bytes. */
  limit: number
  /** Throws where there is no room for so many bytes: those announced, or those that came unannounced. */
  makeRoom(bytes: number): void
}

/**
 * Reads a body to its end. Rejects with the gateway's 413 where it is longer than the limit, with what
 * makeRoom throws, and with the gateway's 400 where it breaks off.
 */
export function readBody(payload: IncomingMessage, rules: BodyRules): Promise<Buffer> {
  const announced = Number(payload.headers['content-length'] ?? 0)
  const chunks: Buffer[] = []
  let length = 0
  let refusal: Error | undefined

  // What is refused is read on, and kept nowhere: who is still sending would find the connection closed, and
  // no answer.
  function check(bytes: number): void {
    try {
      if (bytes > rules.limit) throw gatewayError('TooLarge')
      rules.makeRoom(bytes)
    } catch (error) {
      refusal = error as Error
      chunks.length = 0
      rules.makeRoom(0)
    }
  }

  return new Promise((resolve, reject) => {
    check(announced)
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > announced && !refusal) check(length)
      if (!refusal) chunks.push(chunk)
    })
    payload.once('end', () => (refusal ? reject(refusal) : resolve(join(chunks))))
    payload.once('error', ({ message }) => reject(gatewayError('BadRequest', message)))
  })
}

function join(chunks: Buffer[]): Buffer {
  const [first] = chunks
  return first && chunks.length === 1 ? first : Buffer.concat(chunks)
}
