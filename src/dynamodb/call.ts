import { crc32 } from 'node:zlib'
import { operation } from '@smithy/core/schema'
import type { AwsCredentialIdentity, StaticOperationSchema } from '@smithy/types'
import type { Output } from '../operations/database.ts'
import type { Format } from '../operations/format.ts'
import type { Connection, HttpResponse } from './connection/connection.ts'
import { BrokenAnswer, ClockCorrected, CredentialsProviderError } from './errors.ts'
import type { SdkError } from './retry/failures.ts'
import type { ClientSettings, Command } from './settings/settings.ts'
import { createSigner, type Sign } from './signer.ts'
import { type Form, readOutput, writeInput } from './wire/document.ts'
import { readErrorValues } from './wire/error-values.ts'

// This is the hot path from a command's input to its output. The SDK's stack of middleware would
// cost four times as much CPU as the call itself (figures in bench/README.md). Commands,
// credentials, region, endpoint rules and errors are still the SDK's.

/**
 * Sends a command once. Rejects with an error of the SDK, one of errors.ts, or the reason of
 * `signal`.
 */
export type Call = (command: Command, form: Form, signal: AbortSignal) => Promise<Output>

interface TableInput {
  TableName?: string
  TransactItems?: Record<string, TableInput>[]
  RequestItems?: Record<string, unknown>
}

/** What stays the same until the credentials change. */
interface Session {
  credentials: AwsCredentialIdentity
  sign: Sign
  url: URL
}

// DynamoDB refuses an older signature:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
const MAX_SKEW_MS = 240_000

// The SDK's CLOCK_SKEW_ERROR_CODES without AccessDeniedException, which has nothing to do with a
// clock.
const SIGNATURE_REFUSALS = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch'
])

/** Makes the function that sends a client's commands over `connection`. */
export function createCall(settings: ClientSettings, connection: Connection): Call {
  let session: Session | undefined
  let clockOffsetMs = 0

  async function currentSession(command: Command): Promise<Session> {
    try {
      const credentials = await settings.credentials()
      if (session?.credentials !== credentials) {
        const sign = createSigner(credentials, await settings.region())
        session = { credentials, sign, url: await settings.endpoint(command, {}) }
      }
      return session
    } catch (cause) {
      throw new CredentialsProviderError(cause as Error)
    }
  }

  /**
   * Returns the endpoint of a command. A table's ARN may lead to the endpoint of another account.
   */
  function urlOf(command: Command, { url }: Session): URL | Promise<URL> {
    const isArn = tableOf(command.input)?.startsWith('arn:')
    return isArn ? settings.endpoint(command, command.input) : url
  }

  /**
   * Adjusts the clock to DynamoDB's if the signature's time was too far off; says whether it was.
   */
  function correctClock({ headers }: HttpResponse, signedOffsetMs: number): boolean {
    const offsetMs = Date.parse(headers.date ?? '') - Date.now()
    const wasWrong = Math.abs(offsetMs - signedOffsetMs) > MAX_SKEW_MS
    if (wasWrong) clockOffsetMs = offsetMs
    return wasWrong
  }

  return async (command, form, signal) => {
    const schema = command.schema as StaticOperationSchema
    const current = await currentSession(command)
    const url = await urlOf(command, current)
    const [, , name, , input, output] = schema
    const body = writeInput(input, command.input, form.format)
    // Another attempt may adjust the clock while this one is running.
    const signedOffsetMs = clockOffsetMs
    const signingDate = new Date(Date.now() + signedOffsetMs)
    const headers = current.sign(url, `DynamoDB_20120810.${name}`, body, signingDate)
    signal.throwIfAborted()
    const response = await connection.post(url, headers, body, signal)
    verifyChecksum(response)
    if (response.statusCode === 200)
      return toOutput(readOutput(output, response.body, form), response)
    const error = await readError(settings.protocol, schema, response, form.format)
    if (isRefusedSignature(error, response) && correctClock(response, signedOffsetMs)) {
      throw new ClockCorrected(error)
    }
    throw error
  }
}

/**
 * Says whether DynamoDB refused the signature, and so applied nothing. A 5xx with the same name
 * does not prove that.
 */
function isRefusedSignature({ name }: Error, { statusCode }: HttpResponse): boolean {
  return SIGNATURE_REFUSALS.has(name) && statusCode < 500
}

/**
 * Reads an error from DynamoDB's answer. Rejects with a BrokenAnswer if the answer cannot be read.
 */
async function readError(
  protocol: ClientSettings['protocol'],
  [, namespace, name, traits, input, output]: StaticOperationSchema,
  response: HttpResponse,
  format: Format
): Promise<SdkError> {
  const call = operation(namespace, name, traits, input, output)
  const reading = protocol.deserializeResponse(call, {} as never, response as never)
  const thrown = await reading.then(
    () => undefined,
    (error) => error
  )
  // An error that the SDK could read has $metadata.
  if (!thrown?.$metadata) throw new BrokenAnswer('an error that cannot be read', thrown)
  return readErrorValues(thrown, format)
}

/** Returns one table of a command. All tables of a transaction or a batch belong to one account. */
function tableOf({ TableName, TransactItems, RequestItems }: TableInput): string | undefined {
  if (RequestItems) return Object.keys(RequestItems)[0]
  return TableName ?? Object.values(TransactItems?.[0] ?? {})[0]?.TableName
}

/**
 * Throws a BrokenAnswer if the body does not match its checksum.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html#Programming.LowLevelAPI.ResponseFormat
 */
function verifyChecksum({ headers, body }: HttpResponse): void {
  const expected = headers['x-amz-crc32']
  if (expected === undefined) return
  if (Number(expected) !== crc32(body)) {
    throw new BrokenAnswer('what does not match its checksum')
  }
}

/** Adds the status, the headers and the body's length to the members of an output. */
export function toOutput(members: Record<string, unknown>, response: HttpResponse): Output {
  const { statusCode, headers, body } = response
  const $metadata = {
    httpStatusCode: statusCode,
    requestId: headers['x-amzn-requestid'],
    httpHeaders: headers,
    bytes: body.length
  }
  return Object.assign(members, { $metadata })
}
