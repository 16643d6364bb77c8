import { type Dispatcher, request } from 'undici'
import { MANAGER_PATH } from '../../gateway/path.ts'
import { parse } from '../../json/parse.ts'
import { stringify } from '../../json/stringify.ts'
import { splitLines } from './lines.ts'
import type { Envelope, Manager, Page, StreamEnd } from './manager.ts'
import { ManagerError, UNREACHABLE } from './manager-error.ts'

export interface RemoteOptions {
  /** Of the server or the stage, with or without the manager's path. */
  url: string
  apiKey?: string | undefined
  /** Ends what is under way. */
  signal: AbortSignal
}

const LINES_TYPE = 'application/x-ndjson'
/** A server answers within its own limit; one that says nothing for longer is gone. */
const SILENCE_MS = 120_000

/** Makes the manager that asks a server, or a deployed API, by the contract. */
export function createRemoteManager({ url, apiKey, signal }: RemoteOptions): Manager {
  const target = toManagerUrl(url)

  async function post(envelope: Envelope, accept: string): Promise<Dispatcher.ResponseData> {
    try {
      return await request(target, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept,
          ...(apiKey === undefined ? {} : { 'x-api-key': apiKey })
        },
        body: stringify(envelope),
        headersTimeout: SILENCE_MS,
        bodyTimeout: SILENCE_MS,
        signal
      })
    } catch (error) {
      throw signal.aborted ? signal.reason : unreachable(error as Error)
    }
  }

  async function read({ body }: Dispatcher.ResponseData): Promise<string> {
    try {
      return await body.text()
    } catch (error) {
      throw signal.aborted ? signal.reason : unreachable(error as Error)
    }
  }

  function unreachable(cause: Error & { code?: string }): ManagerError {
    const reason = cause.message || cause.code || cause.name
    return new ManagerError(UNREACHABLE, `${target}: ${reason}`, { cause })
  }

  async function* lines(envelope: Envelope): AsyncGenerator<Page, StreamEnd> {
    const response = await post(envelope, LINES_TYPE)
    const type = String(response.headers['content-type'] ?? '')
    if (response.statusCode !== 200 || !type.startsWith(LINES_TYPE)) {
      throw toFailure(response, await read(response)) ?? foreign(response, `${LINES_TYPE}`, type)
    }
    const end = yield* takeLines(response)
    if (end === undefined) throw unreachable(new Error('the stream was cut'))
    const { errorType, errorMessage, LastEvaluatedKey } = end
    if (errorType === undefined) return end
    throw new ManagerError(errorType, errorMessage ?? '', { lastKey: LastEvaluatedKey })
  }

  async function* takeLines({
    body
  }: Dispatcher.ResponseData): AsyncGenerator<Page, LastLine | undefined> {
    try {
      for await (const { items, last } of splitLines(body)) {
        if (items.length > 0) yield { lines: items }
        if (last) return parse(last.toString()) as LastLine
      }
      return undefined
    } catch (error) {
      throw signal.aborted ? signal.reason : unreachable(error as Error)
    }
  }

  return {
    call: async (envelope) => {
      const response = await post(envelope, 'application/json')
      const text = await read(response)
      const failure = toFailure(response, text)
      if (failure) throw failure
      return text
    },
    lines,
    close: async () => {}
  }

  function foreign(
    { statusCode }: Dispatcher.ResponseData,
    expected: string,
    got: string
  ): ManagerError {
    const message = `${target}: expected ${expected}, got ${got || 'nothing'}`
    return new ManagerError('UnexpectedAnswer', message, { statusCode })
  }
}

type LastLine = StreamEnd & { errorType?: string; errorMessage?: string }

/** Throws an Error for what is no URL of HTTP. */
export function toManagerUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Error(`expected a URL that begins with http:// or https://, got "${text}"`)
  }
  const path = url.pathname.replace(/\/+$/, '')
  url.pathname = path.toLowerCase().endsWith(MANAGER_PATH) ? path : path + MANAGER_PATH
  return url
}

interface ErrorBody {
  errorType?: string
  errorMessage?: string
  requestId?: string
  message?: string
}

/** Finds the failure that an answer tells; undefined: it is none. */
function toFailure(
  { statusCode, headers }: Dispatcher.ResponseData,
  text: string
): ManagerError | undefined {
  const body = readError(text)
  // With ERROR_STATUS=lambda the function's errors are answered 200.
  const isHidden = body?.errorType !== undefined && body.requestId !== undefined
  if (statusCode === 200 && !isHidden) return undefined
  const type = body?.errorType ?? String(headers['x-amzn-errortype'] ?? `HTTP ${statusCode}`)
  const message = body?.errorMessage ?? body?.message ?? text.slice(0, 200)
  const retryAfter = Number(headers['retry-after'])
  return new ManagerError(type, message, {
    statusCode: statusCode === 200 ? undefined : statusCode,
    retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1_000 : undefined,
    answer: body ? text : undefined
  })
}

/** Reads the body of an error; a large one is none, and is not parsed. */
function readError(text: string): ErrorBody | undefined {
  if (!text.startsWith('{"errorType"') && !text.startsWith('{"message"')) return undefined
  try {
    return JSON.parse(text) as ErrorBody
  } catch {
    return undefined
  }
}
