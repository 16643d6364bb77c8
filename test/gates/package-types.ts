// Compiled beside the installed package: its types must say what its exports do.
import { createEngine, type Engine } from 'dynamodbmanager/engine'
import { dynamodbManager } from 'dynamodbmanager/fastify'
import { createHandler, type Handler } from 'dynamodbmanager/lambda'
import { fastify } from 'fastify'

export const handler: Handler = createHandler({ env: { AWS_REGION: 'eu-central-1' } })

export async function use(): Promise<number> {
  const engine: Engine = await createEngine({ path: ':memory:' })
  const { status } = await engine.call('ListTables', {})
  const app = fastify()
  app.register(dynamodbManager, { prefix: '/api', env: { EMBEDDED_PATH: ':memory:' } })
  // @ts-expect-error: a variable is a text.
  app.register(dynamodbManager, { env: { PORT: 3000 } })
  return status
}
