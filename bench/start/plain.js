// What a competent person deploys: the same operations on the SDK's document client, bundled.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand
} from '@aws-sdk/lib-dynamodb'

const client = DynamoDBDocumentClient.from(new DynamoDBClient())
const call = (Command) => (tableName, payload) =>
  client.send(new Command({ ...payload, TableName: tableName }))

const operations = {
  create: call(PutCommand),
  read: call(GetCommand),
  update: call(UpdateCommand),
  delete: call(DeleteCommand),
  list: call(ScanCommand),
  echo: (_tableName, payload) => payload,
  ping: () => 'pong'
}

export const handler = async ({ operation, tableName, payload }) =>
  operations[operation](tableName, payload)
