// Stands for DynamoDB: an engine in memory, so fast that the services are what is measured. It has
// one table with the key `id`, and knows UpdateItem with `SET #name = :value`. Its answers have
// DynamoDB's headers.
import { createServer } from 'node:http'
import { crc32 } from 'node:zlib'

const items = new Map()

const actions = {
  CreateTable: ({ TableName }) => ({ TableDescription: { TableName, TableStatus: 'ACTIVE' } }),
  DescribeTable: ({ TableName }) => ({ Table: { TableName, TableStatus: 'ACTIVE' } }),
  PutItem: ({ Item }) => {
    items.set(Item.id.S, Item)
    return {}
  },
  GetItem: ({ Key }) => {
    const Item = items.get(Key.id.S)
    return Item ? { Item } : {}
  },
  UpdateItem: ({ Key, UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues }) => {
    const item = items.get(Key.id.S) ?? { ...Key }
    const [, name, value] = /^SET (#\w+) = (:\w+)$/.exec(UpdateExpression)
    item[ExpressionAttributeNames[name]] = ExpressionAttributeValues[value]
    items.set(Key.id.S, item)
    return { Attributes: item }
  },
  DeleteItem: ({ Key }) => {
    items.delete(Key.id.S)
    return {}
  },
  Scan: ({ Limit }) => {
    const page = [...items.values()].slice(0, Limit)
    return { Items: page, Count: page.length, ScannedCount: page.length }
  },
  // Any query finds the first twenty rows.
  Query: () => {
    const page = Array.from({ length: 20 }, (_, row) => items.get(`row-${row}`))
    return { Items: page, Count: page.length, ScannedCount: page.length }
  },
  BatchGetItem: ({ RequestItems }) => {
    const [[table, { Keys }]] = Object.entries(RequestItems)
    const found = Keys.flatMap(({ id }) => items.get(id.S) ?? [])
    return { Responses: { [table]: found }, UnprocessedKeys: {} }
  },
  BatchWriteItem: ({ RequestItems }) => {
    for (const { PutRequest } of Object.values(RequestItems).flat()) {
      items.set(PutRequest.Item.id.S, PutRequest.Item)
    }
    return { UnprocessedItems: {} }
  }
}

/** Caches the text of each page until the next write, because pages are read over and over. */
const pages = new Map()

function answer(action, text) {
  if (action !== 'Scan') {
    if (action !== 'GetItem') pages.clear()
    return JSON.stringify(actions[action](JSON.parse(text)))
  }
  if (!pages.has(text)) pages.set(text, JSON.stringify(actions.Scan(JSON.parse(text))))
  return pages.get(text)
}

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const action = String(request.headers['x-amz-target']).split('.')[1]
    const body = Buffer.from(answer(action, Buffer.concat(chunks).toString()))
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': body.length,
      'x-amz-crc32': crc32(body),
      'x-amzn-requestid': 'BENCHBENCHBENCHBENCHBENCHBENCHBENCHBENCHBENCHBENCHBE'
    })
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
