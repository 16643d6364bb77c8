// Runs in a folder where the package is installed: node package.js
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createEngine } from 'dynamodbmanager/engine'
import { dynamodbManager } from 'dynamodbmanager/fastify'
import { createHandler } from 'dynamodbmanager/lambda'
import { fastify } from 'fastify'

const bin = 'node_modules/.bin/dynamodbmanager'
const { version } = JSON.parse(readFileSync('node_modules/dynamodbmanager/package.json', 'utf8'))
const tableName = 'lambda-apigateway'
const Item = { id: '1234ABCD', number: 5 }
const create = { operation: 'create', tableName, payload: { Item } }
const read = { operation: 'read', tableName, payload: { Key: { id: Item.id } } }

assert.equal(run('--version'), `${version}\n`)
assert.match(run('export', '--help'), /--resume/)

// The command line, on the database inside.
run('call', 'create', JSON.stringify(create.payload), '--table', tableName)
run('export', 'items.json.gz', '--table', tableName, '--quiet')
run('import', 'items.json.gz', '--table', tableName, '--quiet')
assert.equal(run('export', '--table', tableName, '--as', 'jsonl'), `${JSON.stringify(Item)}\n`)
rmSync('items.json.gz')
rmSync('.dynamodb', { recursive: true })

// The server.
const env = { ...process.env, PORT: '0', EMBEDDED_PATH: ':memory:', EMBEDDED_PORT: '0' }
const server = spawn(bin, [], { env, stdio: ['ignore', 'pipe', 'inherit'] })
const ports = {}
for await (const line of createInterface({ input: server.stdout })) {
  const { port, msg } = JSON.parse(line)
  if (port) ports.database = port
  ports.server = /127\.0\.0\.1:(\d+)/.exec(msg)?.[1]
  if (ports.server) break
}
const url = `http://127.0.0.1:${ports.server}`
await post(`${url}/dynamodbmanager`, create)
assert.deepEqual((await post(`${url}/dynamodbmanager`, read)).Item, Item)
assert.deepEqual(JSON.parse(run('count', '--table', tableName, '--url', url)).Count, 1)

// A function of one's own.
const handler = createHandler({
  env: {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${ports.database}`,
    AWS_REGION: 'us-east-1',
    LOG_LEVEL: 'warn'
  }
})
const context = { awsRequestId: '1', getRemainingTimeInMillis: () => 10_000 }
assert.deepEqual((await handler(read, context)).Item, Item)
server.kill('SIGTERM')
assert.deepEqual(await once(server, 'exit'), [0, null])

// An app of one's own, whose other routes stay as they are.
const app = fastify()
app.register(dynamodbManager, { prefix: '/api', env: { EMBEDDED_PATH: ':memory:' } })
app.post('/other', async (request) => ({ given: request.body, id: request.id }))
const address = await app.listen({ port: 0 })
await post(`${address}/api/dynamodbmanager`, create)
assert.deepEqual((await post(`${address}/api/dynamodbmanager`, read)).Item, Item)
const lines = await fetch(`${address}/api/dynamodbmanager`, {
  method: 'POST',
  headers: { accept: 'application/x-ndjson' },
  body: JSON.stringify({ operation: 'list', tableName })
})
assert.match(await lines.text(), /^\{"Item":\{.*\}\}\n\{"Count":1,"ScannedCount":1\}\n$/)
assert.deepEqual((await post(`${address}/other`, { a: 1 })).given, { a: 1 })
const refused = await post(`${address}/api/dynamodbmanager`, { operation: 'nonsense' })
assert.equal(refused.errorType, 'ValidationException')
await app.close()

const engine = await createEngine()
assert.deepEqual(await engine.call('ListTables', {}), { status: 200, body: '{"TableNames":[]}' })
await engine.close()

console.log(`the package works on Node ${process.version}`)

function run(...args) {
  return execFileSync(bin, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

async function post(address, body) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
  return response.json()
}
