import { crc32 } from 'node:zlib'
import { operation } from '@smithy/core/schema'
import type { AwsCredentialIdentity, StaticOperationSchema } from '@smithy/types'
import type { Connection, HttpResponse } from './connection/connection.ts'
import type { ClientSettings, Command } from './settings/settings.ts'
import { createSigner, type Sign } from './signer.ts'
import { readDocument, readDocumentText, writeDocument } from './wire/document.ts'

// The hot path: what lies between a command's input and its output. The SDK's own way there, its stack of
// middleware, costs four times as much CPU as the call itself (bench/README.md has the figures). Commands,
// credentials, region, endpoint rules and errors are the SDK's.

export interface Output {
  $metadata: {
    httpStatusCode: number
    requestId: string | undefined
    httpHeaders: Record<string, string>
    attempts?: number
  }
}

/** Sends a command once. Rejects with the SDK's error, the connection's, or the reason of `signal`. */
export type Call = (command: Command, signal: AbortSignal) => Promise<Output>

interface TableInput {
  TableName?: string
  TransactItems?: Record<string, TableInput>[]
}

/** What holds for as long as the credentials do. */
interface Session {
  credentials: AwsCredentialIdentity
  sign: Sign
  url: URL
}

/** From here on an answer is made plain as text. */
const LARGE_BYTES = 8_192

// DynamoDB refuses a signature that is older: https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
const MAX_SKEW_MS = 240_000

// The SDK's CLOCK_SKEW_ERROR_CODES, but for AccessDeniedException, which no clock mends.
const SIGNATURE_REFUSALS = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch'
])

/** Makes the call of a client. */
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

  /** An ARN as the table's name may lead to the endpoint of another account. */
  function urlOf(command: Command, { url }: Session): URL | Promise<URL> {
    const isArn = tableOf(command.input)?.startsWith('arn:')
    return isArn ? settings.endpoint(command, command.input) : url
  }

  /** Sets the clock by DynamoDB's; says whether the one that an attempt was signed by was wrong. */
  function correctClock({ headers }: HttpResponse, signedOffsetMs: number): boolean {
    const offsetMs = Date.parse(headers.date ?? '') - Date.now()
    const wasWrong = Math.abs(offsetMs - signedOffsetMs) > MAX_SKEW_MS
    if (wasWrong) clockOffsetMs = offsetMs
    return wasWrong
  }

  return async (command, signal) => {
    const schema = command.schema as StaticOperationSchema
    const current = await currentSession(command)
    const url = await urlOf(command, current)
    const body = writeDocument(schema[4], command.input)
    // Others may set the clock while this attempt is under way.
    const signedOffsetMs = clockOffsetMs
    const signingDate = new Date(Date.now() + signedOffsetMs)
    const headers = current.sign(url, targetOf(schema), body, signingDate)
    signal.throwIfAborted()
    const response = await connection.post(url, headers, body, signal)
    verifyChecksum(response)
    if (response.statusCode === 200) return readOutput(schema, response)
    const error = await readError(settings.protocol, schema, response)
    if (isRefusedSignature(error, response) && correctClock(response, signedOffsetMs)) {
      Object.assign(error.$metadata, { clockSkewCorrected: true })
    }
    throw error
  }
}

/**
 * Nobody could say as whom, or where, to call. Those who were asked (STS, a metadata service, files) fail
 * with names and codes that would pass for DynamoDB's and its connection's: this has none of them.
 */
class CredentialsProviderError extends Error {
  override readonly name = 'CredentialsProviderError'

  constructor(cause: NodeJS.ErrnoException) {
    // A SyntaxError repeats the text that it could not parse: credentials, perhaps.
    const isQuote = cause instanceof SyntaxError
    super(isQuote ? 'what was found is no JSON' : cause.message || cause.code, { cause })
  }
}

/** An answer that was cut short or damaged on its way: nobody knows what the request did. */
class BrokenAnswer extends Error {
  readonly code = 'ERR_BROKEN_ANSWER'
  readonly isSent = true

  constructor(what: string, cause?: unknown) {
    super(`DynamoDB answered ${what}`, { cause })
  }
}

/** Refused for whom or when it was signed: certainly not applied. A 5xx of that name says nothing of the kind. */
function isRefusedSignature({ name }: Error, { statusCode }: HttpResponse): boolean {
  return SIGNATURE_REFUSALS.has(name) && statusCode < 500
}

/** Reads the SDK's error. Rejects with a BrokenAnswer where there is none. */
async function readError(
  protocol: ClientSettings['protocol'],
  [, namespace, name, traits, input, output]: StaticOperationSchema,
  response: HttpResponse
): Promise<Error & Output> {
  const call = operation(namespace, name, traits, input, output)
  const reading = protocol.deserializeResponse(call, {} as never, response as never)
  const thrown = await reading.then(
    () => undefined,
    (error) => error
  )
  // What the SDK could read has its metadata.
  if (!thrown?.$metadata) throw new BrokenAnswer('an error that cannot be read', thrown)
  return thrown
}

/** A transaction of ours is of one table: operations/idempotency.ts. */
function tableOf({ TableName, TransactItems }: TableInput): string | undefined {
  return TableName ?? Object.values(TransactItems?.[0] ?? {})[0]?.TableName
}

function targetOf(schema: StaticOperationSchema): string {
  return `DynamoDB_20120810.${schema[2]}`
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html#Programming.LowLevelAPI.ResponseFormat */
function verifyChecksum({ headers, body }: HttpResponse): void {
  const expected = headers['x-amz-crc32']
  if (expected === undefined) return
  if (Number(expected) !== crc32(body)) {
    throw new BrokenAnswer('what does not match its checksum')
  }
}

function readOutput(schema: StaticOperationSchema, response: HttpResponse): Output {
  const { statusCode, headers, body } = response
  const plain = body.length >= LARGE_BYTES ? readDocumentText(schema[5], body) : undefined
  return Object.assign(plain ?? (readDocument(schema[5], parse(body)) as object), {
    $metadata: {
      httpStatusCode: statusCode,
      requestId: headers['x-amzn-requestid'],
      httpHeaders: headers
    }
  })
}

function parse(body: Buffer): object {
  let value: unknown
  try {
    value = JSON.parse(body.toString())
  } catch (error) {
    throw new BrokenAnswer('what is no JSON', error)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BrokenAnswer('what is no JSON object')
  }
  return value
}
