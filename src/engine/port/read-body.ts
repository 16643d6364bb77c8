import type { IncomingMessage } from 'node:http'

// AWS's: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const MAX_BYTES = 16 * 1024 * 1024

/**
 * The body of a request; undefined where it is larger than DynamoDB takes, and then not read
 * further.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) return undefined
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    length += (chunk as Buffer).length
    if (length > MAX_BYTES) return undefined
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks)
}
