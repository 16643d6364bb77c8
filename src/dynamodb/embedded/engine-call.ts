import { randomUUID } from 'node:crypto'
import type { StaticOperationSchema } from '@smithy/types'
import { type Call, toOutput } from '../call.ts'
import { ConnectionFailed } from '../connection/connection.ts'
import type { SdkError } from '../retry/failures.ts'
import { readOutput, writeInput } from '../wire/document.ts'
import { readErrorValues } from '../wire/error-values.ts'

/** The embedded database: it takes an operation's name, and its input as DynamoDB's JSON. */
export interface Engine {
  /**
   * Rejects if the engine stops before it answers; the error says whether the call may have been
   * applied.
   */
  call(operation: string, body: string): Promise<{ status: number; body: Buffer }>
}

/**
 * Makes the function that sends commands to the embedded database, without a signature or a
 * network.
 */
export function createEngineCall(engine: Engine): Call {
  return async (command, form, signal) => {
    const [, , name, , input, output] = command.schema as StaticOperationSchema
    signal.throwIfAborted()
    const asked = engine.call(name, writeInput(input, command.input, form.format))
    const { status, body } = await orAborted(asked, signal)
    if (status !== 200) throw readErrorValues(toError(body, status), form.format)
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': String(body.length),
      'x-amzn-requestid': randomUUID()
    }
    return toOutput(readOutput(output, body, form), { statusCode: status, headers, body })
  }
}

/** Rejects as soon as the signal aborts; the engine still completes the call, as DynamoDB would. */
async function orAborted<T>(asked: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort)
  })
  try {
    return await Promise.race([asked, aborted])
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw new ConnectionFailed(error as Error, (error as { isSent?: boolean }).isSent !== false)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Makes the error that the SDK would make of the same answer. */
function toError(body: Buffer, httpStatusCode: number): SdkError {
  const { __type, message, ...members } = JSON.parse(body.toString())
  const name = String(__type).split('#').at(-1) ?? ''
  const $fault = httpStatusCode < 500 ? ('client' as const) : ('server' as const)
  return Object.assign(new Error(message), { name, $fault, $metadata: { httpStatusCode } }, members)
}
