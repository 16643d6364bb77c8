import type { FastifyInstance, FastifyRequest } from 'fastify'
import { writeAnswer } from '../../gateway/answer.ts'
import { createKeyCheck } from '../../gateway/api-key.ts'
import { parseBody } from '../../gateway/body.ts'
import { MANAGER_PATH } from '../../gateway/path.ts'
import { dispatch } from '../../operations/dispatch.ts'
import { gatewayError } from '../../operations/errors.ts'
import type { AppOptions } from '../app.ts'

/** `POST /dynamodbmanager`: the lab's API. */
export async function manager(
  app: FastifyInstance,
  { service, apiKeys }: AppOptions
): Promise<void> {
  const isKnown = apiKeys && createKeyCheck(apiKeys)

  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) =>
      parseBody(body, request.headers['content-encoding'])
  )

  app.addHook('onRequest', async (request) => {
    if (isKnown && !isKnown(request.headers['x-api-key'])) throw gatewayError('ForbiddenException')
    // Whatever the type says, API Gateway passes the body through; Fastify would refuse a malformed one.
    request.raw.headers['content-type'] = 'application/json'
  })

  app.post(MANAGER_PATH, async (request, reply) => {
    const answer = await dispatch(request.body, service, request.abortSignal, request.trace, {
      idempotencyKey: request.headers['idempotency-key'] as string | undefined
    })
    return reply.type('application/json').send(writeAnswer(answer))
  })
}
