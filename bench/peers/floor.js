// Shows the least that a read or a write can cost: Fastify 5, undici, a bare SigV4 and marshalling
// by hand, without retries, time limits, validation or exact numbers. It is no proposal.
import { createHmac, createSecretKey, hash } from 'node:crypto'
import { fastify } from 'fastify'
import { Pool } from 'undici'

const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION } = process.env
const endpoint = new URL(process.env.AWS_ENDPOINT_URL_DYNAMODB)
const pool = new Pool(endpoint.origin, { connections: 256 })
const hmac = (key, text) => createHmac('sha256', key).update(text)

let signingDay = ''
let signingKey
function keyOf(day) {
  if (day !== signingDay) {
    const parts = [day, AWS_REGION, 'dynamodb', 'aws4_request']
    const derived = parts.reduce(
      (key, part) => hmac(key, part).digest(),
      `AWS4${AWS_SECRET_ACCESS_KEY}`
    )
    signingKey = createSecretKey(derived)
    signingDay = day
  }
  return signingKey
}

function sign(target, body) {
  const date = new Date().toISOString().replace(/[:-]|\.\d{3}/g, '')
  const day = date.slice(0, 8)
  const scope = `${day}/${AWS_REGION}/dynamodb/aws4_request`
  const canonical = `POST\n/\n\nhost:${endpoint.host}\nx-amz-date:${date}\nx-amz-target:${target}\n\nhost;x-amz-date;x-amz-target\n${hash('sha256', body)}`
  const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash('sha256', canonical)}`
  const signature = hmac(keyOf(day), text).digest('hex')
  return {
    'content-type': 'application/x-amz-json-1.0',
    host: endpoint.host,
    'x-amz-date': date,
    'x-amz-target': target,
    authorization: `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=host;x-amz-date;x-amz-target, Signature=${signature}`
  }
}

function marshall(value) {
  if (typeof value === 'string') return { S: value }
  if (typeof value === 'number') return { N: String(value) }
  if (typeof value === 'boolean') return { BOOL: value }
  if (value === null) return { NULL: true }
  return Array.isArray(value) ? { L: value.map(marshall) } : { M: marshallMap(value) }
}

function marshallMap(map) {
  const result = {}
  for (const name in map) result[name] = marshall(map[name])
  return result
}

function unmarshall(value) {
  if (value.S !== undefined) return value.S
  if (value.N !== undefined) return Number(value.N)
  if (value.BOOL !== undefined) return value.BOOL
  if (value.NULL) return null
  return value.L ? value.L.map(unmarshall) : unmarshallMap(value.M)
}

function unmarshallMap(map) {
  const result = {}
  for (const name in map) result[name] = unmarshall(map[name])
  return result
}

async function call(action, input) {
  for (const name of ['Item', 'Key', 'ExpressionAttributeValues']) {
    if (input[name]) input[name] = marshallMap(input[name])
  }
  const body = JSON.stringify(input)
  const headers = sign(`DynamoDB_20120810.${action}`, body)
  const response = await pool.request({ method: 'POST', path: '/', headers, body })
  const output = JSON.parse(await response.body.text())
  if (response.statusCode !== 200) throw new Error(output.message)
  if (output.Item) output.Item = unmarshallMap(output.Item)
  if (output.Attributes) output.Attributes = unmarshallMap(output.Attributes)
  if (output.Items) output.Items = output.Items.map(unmarshallMap)
  return output
}

async function batchRead(tableName, { Keys }) {
  const RequestItems = { [tableName]: { Keys: Keys.map(marshallMap) } }
  const { Responses } = await call('BatchGetItem', { RequestItems })
  return { Items: Responses[tableName].map(unmarshallMap) }
}

async function batchWrite(tableName, { Put }) {
  const requests = Put.map((Item) => ({ PutRequest: { Item: marshallMap(Item) } }))
  await call('BatchWriteItem', { RequestItems: { [tableName]: requests } })
  return {}
}

const actions = {
  create: 'PutItem',
  read: 'GetItem',
  update: 'UpdateItem',
  delete: 'DeleteItem',
  list: 'Scan',
  query: 'Query'
}
const batches = { batchRead, batchWrite }

const app = fastify({ bodyLimit: 6_291_456 })
app.post('/dynamodbmanager', async (request, reply) => {
  const { operation, tableName, payload } = request.body
  const answer = batches[operation]
    ? await batches[operation](tableName, payload)
    : await call(actions[operation], { ...payload, TableName: tableName })
  return reply.type('application/json').send(JSON.stringify(answer))
})
await app.listen({ port: Number(process.env.PORT) })
