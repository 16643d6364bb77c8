import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Engine } from '../engine.ts'
import { checkAuthorization } from './authorization.ts'
import { checkOrigin } from './origin.ts'
import { failure, type PortAnswer, write } from './port-answer.ts'
import { readBody } from './read-body.ts'

export interface PortOptions {
  /** 0: any that is free. */
  port: number
  /** Origins of pages that may call it; `*`: all. */
  origins: string[]
}

export interface Port {
  port: number
  close(): Promise<void>
}

const TARGET = /^DynamoDB_20120810\.(\w+)$/
const JSON_TYPES = new Set(['application/json', 'application/x-amz-json-1.0'])

/**
 * Listens on the loopback and speaks DynamoDB's own protocol (JSON 1.0). Any credentials are taken,
 * and asked for.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
export async function openPort(call: Engine['call'], options: PortOptions): Promise<Port> {
  const server = createServer((request, response) => {
    answer(call, request, response, options.origins).catch(() => response.destroy())
  })
  server.listen(options.port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
      await closed
    }
  }
}

async function answer(
  call: Engine['call'],
  request: IncomingMessage,
  response: ServerResponse,
  origins: string[]
): Promise<void> {
  const { headers, isRefused } = checkOrigin(request, origins)
  for (const name in headers) response.setHeader(name, headers[name] as string)
  if (isRefused) {
    return write(request, response, failure(403, 'AccessDeniedException', 'Origin not allowed'))
  }
  if (request.method === 'OPTIONS' && request.headers.origin !== undefined) {
    return write(request, response, { status: 200, body: '' })
  }
  if (request.method === 'GET' || request.method === 'HEAD') {
    return write(request, response, {
      status: 200,
      // AWS's own words, with the space.
      body: 'healthy: dynamodb.us-east-1.amazonaws.com ',
      type: 'text/plain'
    })
  }
  const body = await readBody(request)
  if (body === undefined) {
    response.setHeader('connection', 'close')
    return write(
      request,
      response,
      failure(413, 'RequestEntityTooLargeException', 'The request is larger than 16 MB.')
    )
  }
  const made = await answerPost(call, request, body)
  // As AWS does where the request does not say that it is of this protocol.
  const isOwn = typeOf(request) === 'application/x-amz-json-1.0'
  return write(request, response, isOwn ? made : { type: 'application/json', ...made })
}

async function answerPost(
  call: Engine['call'],
  request: IncomingMessage,
  body: Buffer
): Promise<PortAnswer> {
  const { headers, method } = request
  if (method !== 'POST' || (body.length > 0 && !JSON_TYPES.has(typeOf(request)))) {
    return { status: 404, body: '<UnknownOperationException/>\n', type: 'text/plain' }
  }
  const input = parse(body)
  if (body.length > 0 && input === undefined) return failure(400, 'SerializationException')
  const [, operation] = TARGET.exec(String(headers['x-amz-target'] ?? '')) ?? []
  if (operation === undefined) return failure(400, 'UnknownOperationException')
  const refusal = checkAuthorization(headers, request.url ?? '/')
  if (refusal) return refusal
  if (typeof input !== 'object' || input === null) return failure(400, 'SerializationException')
  return call(operation, input)
}

function typeOf({ headers }: IncomingMessage): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim() ?? ''
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
