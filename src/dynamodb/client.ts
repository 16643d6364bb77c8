import type { Command, Database, Output } from '../operations/database.ts'
import { type Call, createCall } from './call.ts'
import type { Connection } from './connection/connection.ts'
import { BACKOFF_MS, backOffThrottled, sendWithRetries } from './retry/retries.ts'
import type { ClientSettings, Command as PlainCommand } from './settings/settings.ts'
import type { Form } from './wire/document.ts'

/**
 * Runs the commands of lib-dynamodb and client-dynamodb; answers have plain JSON with exact
 * numbers.
 */
export interface DocumentClient extends Database {
  /** Sends a command once, without retries. Rejects as a Call does. */
  attempt(command: Command, signal: AbortSignal): Promise<Output>
  destroy(): void
}

export interface RetryOptions {
  /** The base of the exponential pauses between attempts, in milliseconds; 25 if undefined. */
  backoffMs?: number
}

/** Makes a client; it connects at the first call. */
export function createDocumentClient(
  settings: ClientSettings,
  connection: Connection,
  options: RetryOptions = {}
): DocumentClient {
  const destroy = () => connection.destroy()
  return { ...createClient(createCall(settings, connection), options), destroy }
}

/**
 * Makes a client of a function that sends one command once. It holds nothing that must be closed.
 */
export function createClient(
  call: Call,
  { backoffMs = BACKOFF_MS }: RetryOptions
): Omit<DocumentClient, 'destroy'> {
  const attempt = (command: Command, signal: AbortSignal, form: Form = { format: 'json' }) =>
    call(plainCommand(command), form, signal)
  return {
    send: (command, options) => {
      const { signal } = options.deadline
      return sendWithRetries(() => attempt(command, signal, options), options, backoffMs)
    },
    backOff: (tries, slowestMs, deadline) =>
      backOffThrottled(backoffMs, tries, slowestMs, deadline),
    attempt
  }
}

/** Unwraps a command of lib-dynamodb, which keeps the input as it was given. */
function plainCommand(command: Command & { clientCommand?: PlainCommand }): PlainCommand {
  return command.clientCommand ?? command
}
