import type { FastifyInstance, FastifyRequest } from 'fastify'
import { writeAnswer } from '../../gateway/answer.ts'
import { createKeyCheck } from '../../gateway/api-key.ts'
import { parseBody } from '../../gateway/body.ts'
import { MANAGER_PATH } from '../../gateway/path.ts'
import { dispatch } from '../../operations/dispatch.ts'
import { gatewayError } from '../../operations/errors.ts'
import type { AppOptions } from '../app.ts'

// Whatever a request says its type is; the name under which Fastify finds a parser fastest.
const ANY_TYPE = 'application/json'

/** `POST /dynamodbmanager`: the lab's API. */
export async function manager(
  app: FastifyInstance,
  { service, apiKeys }: AppOptions
): Promise<void> {
  const isKnown = apiKeys && createKeyCheck(apiKeys)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>(
    ANY_TYPE,
    { parseAs: 'buffer' },
    (request: FastifyRequest, body, done) => {
      try {
        done(null, parseBody(body, request.headers['content-encoding']))
      } catch (error) {
        done(error as Error)
      }
    }
  )

  app.addHook('onRequest', (request, _reply, done) => {
    if (isKnown && !isKnown(request.headers['x-api-key'])) {
      return done(gatewayError('ForbiddenException'))
    }
    // Whatever the type says, API Gateway passes the body through; Fastify would refuse a malformed one.
    request.raw.headers['content-type'] = ANY_TYPE
    done()
  })

  app.post(MANAGER_PATH, async (request, reply) => {
    const answer = await dispatch(request.body, service, request.deadline, request.trace)
    return reply.type('application/json').send(writeAnswer(answer))
  })
}
