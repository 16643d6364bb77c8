import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { writeAnswer } from '../../gateway/answer.ts'
import { parseBody } from '../../gateway/body.ts'
import { MANAGER_PATH } from '../../gateway/path.ts'
import { dispatch } from '../../operations/dispatch.ts'
import { gatewayError } from '../../operations/errors.ts'
import type { AppOptions } from '../options.ts'
import { apiKeys } from '../plugins/api-keys.ts'
import { bodyMemory } from '../plugins/body-memory.ts'
import { cors } from '../plugins/cors.ts'
import { crossOrigin } from '../plugins/cross-origin.ts'
import { pressure } from '../plugins/pressure.ts'
import { rateLimit } from '../plugins/rate-limit.ts'
import { readBody } from '../read-body.ts'
import { endOfTurn } from '../turn.ts'

/** `POST /dynamodbmanager`: the lab's API. */
export async function manager(app: FastifyInstance, options: AppOptions): Promise<void> {
  const { service } = options
  await admit(app, options)

  app.post(MANAGER_PATH, async (request, reply) => {
    const { headers, deadline, trace, apiKey } = request
    const body = parseBody(await takeBody(request, reply), headers['content-encoding'])
    const answer = await dispatch(body, service, deadline, trace, {
      grant: apiKey,
      idempotencyKey: headers['idempotency-key'] as string | undefined
    })
    await endOfTurn()
    reply.type('application/json')
    return writeAnswer(answer)
  })

  async function takeBody(request: FastifyRequest, reply: FastifyReply): Promise<Buffer> {
    const makeRoom = (bytes: number) => app.takeRoom(request, bytes)
    try {
      const body = await readBody(request.raw, { limit: options.bodyLimit, makeRoom })
      app.takeRoom(request, body)
      return body
    } catch (error) {
      // The rest of it may still come.
      if (!request.raw.complete) reply.header('connection', 'close')
      throw error
    }
  }
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
  done(request.apiKey ? undefined : gatewayError('ForbiddenException'))
}
