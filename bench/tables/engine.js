// A DynamoDB for whole tables, so fast that its clients are what is measured: one table of items of
// 300 bytes, whose pages are made once, and which takes whatever is put. node engine.js [items];
// prints its port.
import { createServer } from 'node:http'

const COUNT = Number(process.argv[2] ?? 100_000)
const PAGE = 3_500
const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }]
const AttributeDefinitions = [{ AttributeName: 'id', AttributeType: 'S' }]
const pad = 'x'.repeat(150)

function toItem(number) {
  return {
    id: { S: `item${String(number).padStart(8, '0')}` },
    number: { N: String(number) },
    price: { N: String(number / 100 + 0.25) },
    title: { S: `Some title of ${number}` },
    open: { BOOL: number % 2 === 0 },
    tags: { L: [{ S: 'a' }, { S: 'b' }] },
    pad: { S: pad }
  }
}

const pages = new Map()

/** Pages are read in every round: their text is made once. */
function scan({ ExclusiveStartKey, TotalSegments = 1, Segment = 0 }) {
  const size = Math.ceil(COUNT / TotalSegments)
  const end = Math.min(COUNT, (Segment + 1) * size)
  const from = ExclusiveStartKey ? Number(ExclusiveStartKey.id.S.slice(4)) + 1 : Segment * size
  const to = Math.min(end, from + PAGE)
  const key = `${from} ${to} ${end}`
  if (!pages.has(key)) {
    const Items = Array.from({ length: Math.max(0, to - from) }, (_, index) => toItem(from + index))
    const last = to < end ? { LastEvaluatedKey: { id: Items.at(-1).id } } : {}
    const page = { Count: Items.length, ScannedCount: Items.length, Items, ...last }
    pages.set(key, Buffer.from(JSON.stringify(page)))
  }
  return pages.get(key)
}

function describe({ TableName }) {
  return {
    TableName,
    TableStatus: 'ACTIVE',
    KeySchema,
    AttributeDefinitions,
    ItemCount: COUNT,
    TableSizeBytes: COUNT * 300,
    CreationDateTime: 1_700_000_000,
    TableArn: `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}`,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }
  }
}

const actions = {
  BatchWriteItem: () => ({ UnprocessedItems: {} }),
  DescribeTable: (input) => ({ Table: describe(input) }),
  ListTables: () => ({ TableNames: ['items'] }),
  DescribeTimeToLive: () => ({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } }),
  Scan: scan
}

const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const action = String(request.headers['x-amz-target']).split('.')[1]
  // What is put is looked at by nobody.
  const input = action === 'BatchWriteItem' ? {} : JSON.parse(Buffer.concat(chunks).toString())
  const answer = actions[action]?.(input) ?? {}
  const body = Buffer.isBuffer(answer) ? answer : Buffer.from(JSON.stringify(answer))
  response.writeHead(200, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': body.length,
    'x-amzn-requestid': 'BENCH'
  })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
