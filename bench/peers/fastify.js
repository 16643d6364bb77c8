// The same operations written by hand on Fastify 5 and the SDK's document client.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand
} from '@aws-sdk/lib-dynamodb'
import { fastify } from 'fastify'

const client = DynamoDBDocumentClient.from(new DynamoDBClient())
const call = (Command) => (tableName, payload) =>
  client.send(new Command({ ...payload, TableName: tableName }))

const operations = {
  create: call(PutCommand),
  read: call(GetCommand),
  update: call(UpdateCommand),
  delete: call(DeleteCommand),
  list: call(ScanCommand),
  query: call(QueryCommand),
  batchRead: async (tableName, { Keys }) => {
    const command = new BatchGetCommand({ RequestItems: { [tableName]: { Keys } } })
    return { Items: (await client.send(command)).Responses[tableName] }
  },
  batchWrite: (tableName, { Put }) => {
    const requests = Put.map((Item) => ({ PutRequest: { Item } }))
    return client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }))
  },
  echo: (_tableName, payload) => payload,
  ping: () => 'pong'
}

const app = fastify({ bodyLimit: 6_291_456 })
app.post('/dynamodbmanager', async (request, reply) => {
  const { operation, tableName, payload } = request.body
  if (!Object.hasOwn(operations, operation)) {
    return reply.code(400).send({ errorMessage: `Unrecognized operation "${operation}"` })
  }
  const answer = await operations[operation](tableName, payload)
  return reply.type('application/json').send(JSON.stringify(answer ?? null))
})
await app.listen({ port: Number(process.env.PORT) })
