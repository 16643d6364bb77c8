import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { findLinesType } from '../../gateway/accept.ts'
import { parseBody } from '../../gateway/body.ts'
import { gatewayError } from '../../gateway/errors.ts'
import { MANAGER_PATH } from '../../gateway/path.ts'
import { type Answer, dispatch } from '../../operations/dispatch.ts'
import { afterPollPhase } from '../after-poll-phase.ts'
import { bodyMemory } from '../body/body-memory.ts'
import { readBody } from '../body/read-body.ts'
import { sendLines, startPage } from '../lines.ts'
import type { AppOptions } from '../options.ts'
import { apiKeys } from '../plugins/api-keys.ts'
import { cors } from '../plugins/cors.ts'
import { crossOrigin } from '../plugins/cross-origin.ts'
import { pressure } from '../plugins/pressure.ts'
import { rateLimit } from '../plugins/rate-limit.ts'

/**
 * Answers of this many characters or more are sent at once: batching would save little, and keep
 * them in memory for longer.
 */
const UNBATCHED_LENGTH = 16_384

/** Serves `POST /dynamodbmanager`, the lab's API. */
export async function manager(app: FastifyInstance, options: AppOptions): Promise<void> {
  await admit(app, options)

  app.post(MANAGER_PATH, async (request, reply) => {
    const linesType = findLinesType(request.headers.accept)
    const { text, lines } = await answer(request, linesType !== undefined).finally(() => {
      if (isPaged(request)) addVary(reply)
    })
    if (lines) return sendLines(reply, lines, linesType as string, options.requestTimeoutMs)
    if (text.length < UNBATCHED_LENGTH) await afterPollPhase()
    reply.type('application/json')
    return text
  })

  /** Says whether the request's operation has pages, whose form the header Accept chooses. */
  function isPaged({ record }: FastifyRequest): boolean {
    return options.service.operations[record.operation ?? '']?.call?.next !== undefined
  }

  /**
   * Reads the body and runs the operation. It is a function of its own so that the body's value can
   * be collected as soon as the answer's text is made, before the text is sent.
   */
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

/** Adds Accept to the header Vary, for caches; CORS may have put Origin there. */
function addVary(reply: FastifyReply): void {
  const others = reply.getHeader('vary')
  reply.header('vary', others === undefined ? 'Accept' : `${others}, Accept`)
}

/**
 * Registers the checks that run before a body is read, in their order. The rate limit counts a
 * request with a wrong key before it is refused.
 */
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
