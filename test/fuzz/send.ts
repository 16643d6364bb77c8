import net from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { type Dispatcher, Pool } from 'undici'
import { type Fill, toBytes } from './envelopes.ts'
import { ID, quote, TABLE } from './json.ts'
import { piecesOf, type RawRequest } from './raw.ts'
import type { FuzzRequest, PlainRequest } from './requests.ts'

export interface FuzzAnswer {
  status: number
  /** The headers by lower-case name. */
  headers: Record<string, string | string[] | undefined>
  body: string
}

/**
 * The result of a request; it has no answers if the client hung up or the connection was closed.
 */
export interface Exchange {
  answers: FuzzAnswer[]
  /** Bytes that could not be read as answers. */
  rest: string
  /** No answer came in time. */
  hangs: boolean
}

export interface Sender {
  /** Sends a request whose writes have keys that begin with `id`. */
  send(request: FuzzRequest, id: string): Promise<Exchange>
  close(): Promise<void>
}

/** The body limit in bytes, so small that requests often exceed it. */
export const BODY_LIMIT = 65_536
const ANSWER_MS = 20_000
/**
 * How many milliseconds to wait for a raw connection that neither answers nor ends, since it may
 * wait for more.
 */
const SILENCE_MS = 100
const LAST_CHUNK = '0\r\n\r\n'

/** Returns the id of what a hidden request would write; it must never be found in the table. */
export const hiddenId = (id: string): string => `hidden-${id}`

export function createSender(origin: string, connections: number, tableName: string): Sender {
  const pool = new Pool(origin, { connections, pipelining: 1 })
  const port = Number(new URL(origin).port)
  const fillFor =
    (id: string): Fill =>
    (text) =>
      text.replaceAll(ID, id).replaceAll(TABLE, tableName)
  return {
    send: (request, id) =>
      request.kind === 'plain'
        ? sendPlain(pool, request, fillFor(id))
        : sendRaw(port, request, createOf(id, tableName), createOf(hiddenId(id), tableName)),
    close: () => pool.destroy()
  }
}

function createOf(id: string, tableName: string): string {
  return `{"operation":"create","tableName":${quote(tableName)},"payload":{"Item":{"id":${quote(id)}}}}`
}

async function sendPlain(pool: Pool, request: PlainRequest, fill: Fill): Promise<Exchange> {
  const { method, path, headers, chunked } = request
  const bytes = toBytes(request.body, fill)
  try {
    const answer = await pool.request({
      method: method as Dispatcher.HttpMethod,
      path,
      headers,
      body: chunked ? Readable.from(pieces(bytes)) : bytes,
      signal: AbortSignal.timeout(ANSWER_MS)
    })
    const body = await answer.body.text()
    return {
      answers: [{ status: answer.statusCode, headers: answer.headers, body }],
      rest: '',
      hangs: false
    }
  } catch (error) {
    const hangs = (error as Error).name === 'TimeoutError'
    // A client that is answered before its body was read may be cut off while it still writes.
    const isCutOff = bytes.length > BODY_LIMIT || (chunked && method !== 'POST')
    return { answers: [], rest: hangs || isCutOff ? '' : String(error), hangs }
  }
}

function* pieces(bytes: Buffer): Generator<Buffer> {
  const middle = bytes.length >> 1
  yield bytes.subarray(0, middle)
  yield bytes.subarray(middle)
}

function sendRaw(
  port: number,
  request: RawRequest,
  own: string,
  hidden: string
): Promise<Exchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    const socket = net.connect(port, '127.0.0.1')
    const finish = () => resolve({ ...readAnswers(Buffer.concat(chunks)), hangs: false })
    socket.on('error', () => {})
    socket.on('data', (bytes) => chunks.push(bytes))
    socket.on('close', finish)
    socket.once('connect', async () => {
      for (const piece of piecesOf(request, own, hidden)) {
        socket.write(piece)
        if (request.cuts.length > 0) await delay(request.pauseMs)
      }
      if (request.hangsUp) socket.destroy()
      else socket.setTimeout(SILENCE_MS, () => socket.destroy())
    })
  })
}

/** Reads the answers of a connection; all of ours have a Content-Length. */
function readAnswers(bytes: Buffer): Pick<Exchange, 'answers' | 'rest'> {
  const answers: FuzzAnswer[] = []
  for (let left = bytes; ; ) {
    const end = left.indexOf('\r\n\r\n')
    const [line = '', ...lines] = left.subarray(0, end).toString('latin1').split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(line)?.[1])
    if (end === -1 || Number.isNaN(status)) return { answers, rest: left.toString() }
    const headers = Object.fromEntries(
      lines.map((header) => {
        const colon = header.indexOf(':')
        return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()]
      })
    )
    const start = end + 4
    // Node's own 417 is the only answer in chunks, and it has no body.
    const isChunked = headers['transfer-encoding'] === 'chunked'
    const next = start + (isChunked ? LAST_CHUNK.length : Number(headers['content-length'] ?? 0))
    if (status >= 200) {
      const body = isChunked ? '' : left.subarray(start, next).toString()
      answers.push({ status, headers, body })
    }
    left = left.subarray(next)
    if (left.length === 0) return { answers, rest: '' }
  }
}
