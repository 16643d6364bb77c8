import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import * as Type from '@sinclair/typebox'
import { toReason } from '../../gateway/log-lines.ts'
import type { AppOptions } from '../options.ts'

const Alive = Type.Object({ status: Type.Literal('ok') })
const Ready = Type.Object({ status: Type.Literal('ready') })
const Unavailable = Type.Object({ status: Type.Literal('unavailable') })

const READY_TIMEOUT_MS = 2_000
/**
 * `/ready` needs no key, so its answer is kept for this long: strangers must not be able to load
 * DynamoDB through it.
 */
const READY_INTERVAL_MS = 1_000

/**
 * Serves the probes: `GET /health` says that the process lives, `GET /ready` that DynamoDB answers
 * and the table exists.
 */
export const health: FastifyPluginAsyncTypebox<AppOptions> = async (app, { checkReady }) => {
  let asked = Number.NEGATIVE_INFINITY
  let answer: Promise<boolean> | undefined

  function ask(requestId: string): Promise<boolean> {
    const now = performance.now()
    if (answer && now - asked < READY_INTERVAL_MS) return answer
    asked = now
    answer = checkReady(AbortSignal.timeout(READY_TIMEOUT_MS)).then(
      () => true,
      (error) => {
        app.log.warn({ requestId, ...toReason(error) }, 'not ready')
        return false
      }
    )
    return answer
  }

  app.get('/health', { schema: { response: { 200: Alive } } }, async (_request, reply) =>
    reply.send({ status: 'ok' })
  )

  const response = { 200: Ready, 503: Unavailable }
  app.get('/ready', { schema: { response } }, async (request, reply) =>
    (await ask(request.id))
      ? reply.code(200).send({ status: 'ready' })
      : reply.code(503).send({ status: 'unavailable' })
  )
}
