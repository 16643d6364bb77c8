import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { DocumentCodec } from './document-codec.ts'
import { repeatable } from './repeatable.ts'
import { sendWithRetries } from './retries.ts'

export interface ClientOptions {
  /** undefined: AWS itself. */
  endpoint?: string | undefined
  /** undefined: the SDK's own chain. */
  region?: string | undefined
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined
  /** Milliseconds after which an attempt is given up; a request's own limit comes by its signal. */
  requestTimeoutMs: number
}

/** A document client: takes lib-dynamodb's commands, answers plain JSON with exact numbers. */
export interface DocumentClient extends Pick<DynamoDBDocumentClient, 'send'> {
  /** The client below, for the calls that know no documents. */
  readonly raw: DynamoDBClient
  destroy(): void
}

// Settings come as the SDK's own protocolSettings, which name the service; only the codec is ours.
class DocumentProtocol extends AwsJson1_0Protocol {
  constructor(settings: ConstructorParameters<typeof AwsJson1_0Protocol>[0]) {
    super({ ...settings, jsonCodec: new DocumentCodec() })
  }
}

const CONNECTION_TIMEOUT_MS = 2_000
const MAX_SOCKETS = 256

/** Makes the client; nothing connects before the first call. The SDK's environment variables hold. */
export function createDocumentClient(options: ClientOptions): DocumentClient {
  const raw = new DynamoDBClient({
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    protocol: DocumentProtocol,
    // sendWithRetries() repeats; the SDK does not know what may be repeated.
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: options.requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
      httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS }
    })
  })
  keepHeaders(raw)
  const send = (command: unknown, { abortSignal }: { abortSignal: AbortSignal }) => {
    const { clientCommand } = command as DocumentCommand
    return sendWithRetries(
      () => raw.send(clientCommand, { abortSignal }),
      repeatable(command as object),
      abortSignal
    )
  }
  return { raw, send: send as DocumentClient['send'], destroy: () => raw.destroy() }
}

/** lib-dynamodb's commands wrap the plain client's, whose input they keep as it was given. */
interface DocumentCommand {
  clientCommand: Parameters<DynamoDBClient['send']>[0]
}

/** Adds DynamoDB's own response headers to `$metadata`, as boto3's ResponseMetadata has them. */
function keepHeaders(client: DynamoDBClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      const { headers } = result.response as { headers: Record<string, string> }
      const output = result.output as { $metadata: object }
      Object.assign(output.$metadata, { httpHeaders: headers })
      return result
    },
    { step: 'deserialize', priority: 'high', name: 'keepHeaders' }
  )
}
