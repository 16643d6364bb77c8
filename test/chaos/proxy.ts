import { once } from 'node:events'
import http from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import type { Random } from '../fixtures/random.ts'
import { type Fault, faultNames, faults } from './faults.ts'
import { countEntries, splitBatch } from './partial.ts'

// Stands between the service and the engine. If a fault is "applied", the engine has answered
// before the service sees the fault; only `late` lets a request act after the service went on.

const MAX_DELAY_MS = 300

export interface FaultyProxy {
  port: number
  counts: Record<Fault, number>
  /** How many requests came, with and without faults. */
  requests: number
  /** How many requests found the engine stopped. */
  away: number
  /** Accepts no connection and cuts all open ones, until the time is over. */
  outage(ms: number): Promise<void>
  /** false: all requests pass. */
  isFaulty: boolean
  /** true: most requests are throttled, or fail after they were applied. */
  isOverloaded: boolean
  /** Resolves when no request to the engine is running any more. */
  settled(): Promise<unknown>
  close(): void
}

interface EngineAnswer {
  status: number
  headers: http.IncomingHttpHeaders
  body: Buffer
}

interface Exchange {
  random: Random
  response: http.ServerResponse
  body: Buffer
  /** Passes the request on, or another body in its place. Rejects where the engine is away. */
  forward(body?: Buffer): Promise<EngineAnswer>
}

const acts: Record<Fault, (exchange: Exchange) => Promise<void> | void> = {
  delay: async ({ random, response, forward }) => {
    const first = random.chance(0.5)
    if (first) await pause(random)
    // A request that the service gave up must not act after its repetition: that is the fault
    // `late`.
    if (response.destroyed) return
    const answer = await forward()
    if (!first) await pause(random)
    send(response, answer)
  },
  throttle: ({ response }) => refuse(response, 400, 'ProvisionedThroughputExceededException'),
  'error before': ({ response }) => refuse(response, 500, 'InternalServerError'),
  'error after': async ({ response, forward }) => {
    await forward()
    refuse(response, 500, 'InternalServerError')
  },
  'cut before': ({ random, response }) => cut(response, random),
  'cut during': async ({ random, response, forward }) => {
    const { status, headers, body } = await forward()
    response.writeHead(status, headers)
    response.write(body.subarray(0, random.between(0, body.length - 1)), () =>
      cut(response, random)
    )
  },
  'cut after': async ({ random, response, forward }) => {
    await forward()
    cut(response, random)
  },
  damage: async ({ random, response, forward }) => {
    const { status, headers, body } = await forward()
    const at = random.between(0, body.length - 1)
    body[at] = (body[at] ?? 0) ^ random.between(1, 255)
    send(response, { status, headers, body })
  },
  late: async ({ random, response, forward }) => {
    cut(response, random)
    await pause(random)
    await forward()
  },
  part: async ({ random, response, body, forward }) => {
    const { done, left } = splitBatch(body, random)
    const answer = done ? await forward(done) : undefined
    if (answer && answer.status !== 200) return send(response, answer)
    reply(response, 200, { UnprocessedItems: left })
  },
  cancel: ({ response, body }) => {
    const others = Array(countEntries(body) - 1).fill({ Code: 'None' })
    const CancellationReasons = [{ Code: 'ThrottlingError', Message: 'by the proxy' }, ...others]
    refuse(response, 400, 'TransactionCanceledException', { CancellationReasons })
  },
  silence: async ({ random, response, forward }) => {
    const gone = once(response, 'close')
    if (random.chance(0.5)) await forward()
    await gone
  }
}

/** What some faults are for alone. */
const TARGETS: Partial<Record<Fault, string>> = {
  part: 'DynamoDB_20120810.BatchWriteItem',
  cancel: 'DynamoDB_20120810.TransactWriteItems'
}

// The ledgers of cell.ts and batch.ts know the state of these keys at each step. A late request
// could undo a later one.
const SPARED_FROM_LATE = /"(?:cell|batch)-/

/** Starts the proxy in front of an engine. */
export async function startProxy(engine: URL, random: Random): Promise<FaultyProxy> {
  const agent = new http.Agent({ keepAlive: true })
  const underWay = new Set<Promise<unknown>>()
  const counts = Object.fromEntries(faultNames.map((name) => [name, 0])) as Record<Fault, number>
  const proxy = {
    port: 0,
    counts,
    requests: 0,
    away: 0,
    isFaulty: false,
    isOverloaded: false,
    outage,
    settled,
    close
  }

  const server = http.createServer(async (request, response) => {
    const body = await readAll(request).catch(() => undefined)
    if (!body) return
    proxy.requests++
    const handled = handle(request, response, body)
    underWay.add(handled)
    await handled.finally(() => underWay.delete(handled))
  })

  async function handle(
    request: http.IncomingMessage,
    response: http.ServerResponse,
    body: Buffer
  ): Promise<void> {
    const fault = proxy.isFaulty ? choose(request, body) : undefined
    const forward = (sent = body) => post(agent, engine, request.headers, sent)
    try {
      if (!fault) return send(response, await forward())
      counts[fault]++
      await acts[fault]({ random, response, body, forward })
    } catch {
      proxy.away++
      response.destroy()
    }
  }

  function choose({ headers }: http.IncomingMessage, body: Buffer): Fault | undefined {
    const fault = chooseFault(random, String(headers['x-amz-target']), body)
    if (!proxy.isOverloaded) return fault
    return random.pick(['throttle', 'throttle', 'throttle', 'error after', fault])
  }

  async function listen(): Promise<void> {
    server.listen(proxy.port, '127.0.0.1')
    await once(server, 'listening')
  }

  async function outage(ms: number): Promise<void> {
    server.close()
    server.closeAllConnections()
    await delay(ms)
    await listen()
  }

  function settled(): Promise<unknown> {
    return Promise.allSettled([...underWay])
  }

  function close(): void {
    server.close()
    server.closeAllConnections()
    agent.destroy()
  }

  await listen()
  const address = server.address()
  if (typeof address === 'object' && address) proxy.port = address.port
  return proxy
}

function chooseFault(random: Random, target: string, body: Buffer): Fault | undefined {
  let dice = random.between(0, 999)
  const fault = faultNames.find((name) => {
    dice -= faults[name]
    return dice < 0
  })
  if (fault === 'late' && SPARED_FROM_LATE.test(body.toString())) return 'cut before'
  return fault && (TARGETS[fault] ?? target) === target ? fault : undefined
}

async function post(
  agent: http.Agent,
  engine: URL,
  headers: http.IncomingHttpHeaders,
  body: Buffer
): Promise<EngineAnswer> {
  const sent = { ...headers, 'content-length': String(body.length) }
  const outgoing = http.request(engine, { method: 'POST', headers: sent, agent })
  outgoing.end(body)
  const [incoming] = (await once(outgoing, 'response')) as [http.IncomingMessage]
  const answer = await readAll(incoming)
  const { connection, 'transfer-encoding': _, ...kept } = incoming.headers
  kept['x-amz-crc32'] ??= String(crc32(answer))
  kept['content-length'] = String(answer.length)
  return { status: incoming.statusCode ?? 0, headers: kept, body: answer }
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function send(response: http.ServerResponse, { status, headers, body }: EngineAnswer): void {
  response.writeHead(status, headers).end(body)
}

function refuse(
  response: http.ServerResponse,
  status: number,
  name: string,
  members: object = {}
): void {
  const __type = `com.amazonaws.dynamodb.v20120810#${name}`
  reply(response, status, { __type, message: 'by the proxy', ...members })
}

function reply(response: http.ServerResponse, status: number, members: object): void {
  const body = Buffer.from(JSON.stringify(members))
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-crc32': String(crc32(body)),
    'x-amzn-requestid': 'PROXY'
  }
  send(response, { status, headers, body })
}

/** Ends a connection in one of two ways: closed by the peer, or reset by its crash. */
function cut(response: http.ServerResponse, random: Random): void {
  if (random.chance(0.5)) response.socket?.resetAndDestroy()
  else response.socket?.destroy()
}

function pause(random: Random): Promise<void> {
  return delay(random.between(1, MAX_DELAY_MS))
}
