import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb'
import type { Item } from './subject.ts'

// The SDK's warning about Node 20 does not matter here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

/** Reads a whole table from the engine, with the SDK's own document client. */
export async function readTable(endpoint: URL, TableName: string): Promise<Map<string, Item>> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: endpoint.href,
      region: process.env.AWS_REGION ?? 'us-east-1',
      credentials: {
        accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? 'test',
        secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? 'test'
      }
    })
  )
  const items = new Map<string, Item>()
  const pages = paginateScan({ client }, { TableName, ConsistentRead: true })
  for await (const { Items = [] } of pages) {
    for (const item of Items) items.set(item.id, item)
  }
  client.destroy()
  return items
}
