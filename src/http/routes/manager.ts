import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify'
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

// Whatever a request says its type is; the name under which Fastify finds a parser fastest.
const ANY_TYPE = 'application/json'

/** `POST /dynamodbmanager`: the lab's API. */
export async function manager(app: FastifyInstance, options: AppOptions): Promise<void> {
  const { service } = options
  await admit(app, options)

  app.addHook('onRequest', (request, _reply, done) => {
    // Whatever the type says, API Gateway passes the body through; Fastify would refuse a malformed one.
    request.raw.headers['content-type'] = ANY_TYPE
    done()
  })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser(ANY_TYPE, async (request: FastifyRequest, payload: IncomingMessage) => {
    const makeRoom = (bytes: number) => app.makeRoom(request, bytes)
    const body = await readBody(payload, { limit: options.bodyLimit, makeRoom })
    app.makeRoomFor(request, body)
    return parseBody(body, request.headers['content-encoding'])
  })

  app.post(MANAGER_PATH, async (request, reply) => {
    const answer = await dispatch(request.body, service, request.deadline, request.trace, {
      grant: request.apiKey,
      idempotencyKey: request.headers['idempotency-key'] as string | undefined
    })
    await endOfTurn()
    return reply.type('application/json').send(writeAnswer(answer))
  })
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
