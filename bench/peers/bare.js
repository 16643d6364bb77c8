// Fastify 5 with a JSON body and nothing else: what a ping and an echo cost at least.
import { fastify } from 'fastify'

const operations = {
  echo: (payload) => payload,
  ping: () => 'pong'
}

const app = fastify({ bodyLimit: 6_291_456 })
app.post('/dynamodbmanager', async (request, reply) => {
  const { operation, payload } = request.body
  return reply.type('application/json').send(JSON.stringify(operations[operation](payload) ?? null))
})
await app.listen({ port: Number(process.env.PORT) })
