import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { findLinesType } from '../../gateway/accept.ts'
import { parseBody } from '../../gateway/body.ts'
import { gatewayError } from '../../gateway/errors.ts'
import { MANAGER_PATH } from '../../gateway/path.ts'
import { type Answer, dispatch } from '../../operations/dispatch.ts'
import { bodyMemory } from '../body/body-memory.ts'
import { readBody } from '../body/read-body.ts'
import { sendLines, startPage } from '../lines.ts'
import type { AppOptions } from '../options.ts'
import { apiKeys } from '../plugins/api-keys.ts'
import { cors } from '../plugins/cors.ts'
import { crossOrigin } from '../plugins/cross-origin.ts'
import { pressure } from '../plugins/pressure.ts'
import { rateLimit } from '../plugins/rate-limit.ts'
import { endOfTurn } from '../write-together.ts'

/** Characters. To wake a reader is a small part of what a longer answer costs, and it is held in memory no longer than needed. */
const LARGE = 16_384

/** `POST /dynamodbmanager`: the lab's API. */
export async function manager(app: FastifyInstance, options: AppOptions): Promise<void> {
  await admit(app, options)

  app.post(MANAGER_PATH, async (request, reply) => {
    const linesType = findLinesType(request.headers.accept)
    const { text, lines } = await answer(request, linesType !== undefined).finally(() => {
      if (isPaged(request)) addVary(reply)
    })
    if (lines) return sendLines(reply, lines, linesType as string, options.requestTimeoutMs)
    if (text.length < LARGE) await endOfTurn()
    reply.type('application/json')
    return text
  })

  /** Says whether the header Accept has a say in what the request is answered with. */
  function isPaged({ record }: FastifyRequest): boolean {
    return options.service.operations[record.operation ?? '']?.call?.next !== undefined
  }

  /** A function of its own: a body's value is garbage once its answer is written, not only when that was sent. */
  async function answer(request: FastifyRequest, asLines: boolean): Promise<Answer> {
    const { headers, deadline, record, apiKey } = request
    const bytes = await readBody(request, options.bodyLimit)
    const body = parseBody(bytes, headers['content-encoding'])
    const idempotencyKey = headers['idempotency-key'] as string | undefined
    const caller = { grant: apiKey, idempotencyKey }
    const { requestTimeoutMs } = options
    return dispatch(options.service, {
      body,
      caller,
      deadline,
      record,
      startPage: asLines ? () => startPage(deadline.signal, requestTimeoutMs) : undefined
    })
  }
}

/** Tells caches that the header Accept chooses the answer; CORS has its own word there. */
function addVary(reply: FastifyReply): void {
  const others = reply.getHeader('vary')
  reply.header('vary', others === undefined ? 'Accept' : `${others}, Accept`)
}

/** Who may come in, before a body is read; a wrong key is counted by the rate limit before it is refused. */
async function admit(app: FastifyInstance, options: AppOptions): Promise<void> {
  const { corsOrigins, apiKeys: keys, rateLimit: limit } = options
  if (corsOrigins) await app.register(cors, { corsOrigins })
  await app.register(crossOrigin, options)
  if (keys) await app.register(apiKeys, { apiKeys: keys })
  if (limit) await app.register(rateLimit, limit)
  if (keys) app.addHook('onRequest', requireKey)
  await app.register(pressure, options)
  await app.register(bodyMemory, options)
}

const requireKey: onRequestHookHandler = (request, _reply, done) => {
  done(request.apiKey ? undefined : gatewayError('WrongKey'))
}
