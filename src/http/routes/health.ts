import type { FastifyInstance } from 'fastify'
import type { AppOptions } from '../app.ts'

const READY_TIMEOUT_MS = 2_000

/** `GET /health`: the process lives. `GET /ready`: DynamoDB answers, and the table is there. */
export async function health(app: FastifyInstance, { isReady }: AppOptions): Promise<void> {
  app.get('/health', async () => ({ status: 'ok' }))

  app.get('/ready', async (_request, reply) => {
    const ready = await isReady(AbortSignal.timeout(READY_TIMEOUT_MS)).catch(() => false)
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'unavailable' })
  })
}
