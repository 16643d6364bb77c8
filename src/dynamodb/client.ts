import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols'
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { type Command, createCall } from './call.ts'
import type { Connection } from './connection.ts'
import { DocumentCodec } from './document-codec.ts'
import { repeatable } from './repeatable.ts'
import { sendWithRetries } from './retries.ts'

export interface ClientOptions {
  /** undefined: AWS itself. */
  endpoint?: string | undefined
  /** undefined: the SDK's own chain. */
  region?: string | undefined
  credentials?: { accessKeyId: string; secretAccessKey: string } | undefined
}

type Send = DynamoDBDocumentClient['send']

/** Takes the commands of lib-dynamodb and client-dynamodb; answers plain JSON with exact numbers. */
export interface DocumentClient {
  /** Sends a command, and sends it again where that is safe. Needs an `abortSignal`. */
  send: Send
  /** Sends a command once. Needs an `abortSignal`. */
  attempt: Send
  destroy(): void
}

// Settings come as the SDK's own protocolSettings, which name the service; only the codec is ours.
class DocumentProtocol extends AwsJson1_0Protocol {
  constructor(settings: ConstructorParameters<typeof AwsJson1_0Protocol>[0]) {
    super({ ...settings, jsonCodec: new DocumentCodec() })
  }
}

/** Makes the client; nothing connects before the first call. The SDK's environment variables hold. */
export function createDocumentClient(
  { endpoint, region, credentials }: ClientOptions,
  connection: Connection
): DocumentClient {
  const call = createCall(
    new DynamoDBClient({
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(region === undefined ? {} : { region }),
      ...(credentials === undefined ? {} : { credentials }),
      protocol: DocumentProtocol
    }),
    connection
  )
  const attempt = (command: unknown, { abortSignal }: SendOptions) =>
    call(plainCommand(command as Command & DocumentCommand), abortSignal)
  const send = (command: unknown, options: SendOptions) =>
    sendWithRetries(
      () => attempt(command, options),
      repeatable(command as object),
      options.abortSignal
    )
  return { send: send as Send, attempt: attempt as Send, destroy: () => connection.destroy() }
}

interface SendOptions {
  abortSignal: AbortSignal
}

/** A command of lib-dynamodb wraps one of client-dynamodb, whose input it keeps as it was given. */
interface DocumentCommand {
  clientCommand?: Command
}

function plainCommand(command: Command & DocumentCommand): Command {
  return command.clientCommand ?? command
}
