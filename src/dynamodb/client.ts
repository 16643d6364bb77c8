import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { createCall } from './call.ts'
import type { Connection } from './connection/connection.ts'
import { repeatable } from './retry/repeatable.ts'
import { sendWithRetries } from './retry/retries.ts'
import type { ClientSettings, Command } from './settings/settings.ts'

type Send = DynamoDBDocumentClient['send']

/** Takes the commands of lib-dynamodb and client-dynamodb; answers plain JSON with exact numbers. */
export interface DocumentClient {
  /** Sends a command, and sends it again where that is safe. Needs an `abortSignal`. */
  send: Send
  /** Sends a command once. Needs an `abortSignal`. */
  attempt: Send
  destroy(): void
}

export interface RetryOptions {
  /** The pauses between attempts grow from this many milliseconds; 25 if undefined. */
  backoffMs?: number
}

/** Makes the client; nothing connects before the first call. */
export function createDocumentClient(
  settings: ClientSettings,
  connection: Connection,
  { backoffMs }: RetryOptions = {}
): DocumentClient {
  const call = createCall(settings, connection)
  const attempt = (command: unknown, { abortSignal }: SendOptions) =>
    call(plainCommand(command as Command & DocumentCommand), abortSignal)
  const send = (command: unknown, options: SendOptions) =>
    sendWithRetries(
      () => attempt(command, options),
      repeatable(command as object),
      options.abortSignal,
      backoffMs
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
