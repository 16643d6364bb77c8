// What a competent person writes by hand: Express 5 and the SDK's document client.
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
import express from 'express'

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

const app = express()
app.disable('x-powered-by')
app.use(express.json({ limit: 6_291_456 }))
app.post('/dynamodbmanager', async (request, response) => {
  const { operation, tableName, payload } = request.body
  if (!Object.hasOwn(operations, operation)) {
    response.status(400).json({ errorMessage: `Unrecognized operation "${operation}"` })
    return
  }
  response.json(await operations[operation](tableName, payload))
})
app.use((error, _request, response, _next) => {
  response.status(500).json({ errorType: error.name, errorMessage: error.message })
})
app.listen(Number(process.env.PORT), '127.0.0.1')
