import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { crc32 } from 'node:zlib'

export interface PortAnswer {
  status: number
  body: string
  /** DynamoDB's JSON, if nothing else is said. */
  type?: string
}

/** An error of the protocol itself, before any call. */
export function failure(status: number, type: string, message?: string): PortAnswer {
  return { status, body: JSON.stringify({ __type: `com.amazon.coral.service#${type}`, message }) }
}

/** Writes an answer with the headers that DynamoDB's have. */
export function write(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body, type = 'application/x-amz-json-1.0' }: PortAnswer
): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, {
    'x-amzn-requestid': createRequestId(),
    'x-amz-crc32': crc32(bytes),
    'content-type': type,
    'content-length': bytes.length
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

/** 52 capital letters and digits, as AWS's. */
function createRequestId(): string {
  return randomBytes(39).toString('base64').toUpperCase().replace(/[+/]/g, '0')
}
