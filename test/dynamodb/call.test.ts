import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import net from 'node:net'
import tls from 'node:tls'
import { crc32 } from 'node:zlib'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand
} from '@aws-sdk/lib-dynamodb'
import { Sha256 } from '@smithy/core/checksum'
import { HttpRequest } from '@smithy/core/protocols'
import { SignatureV4 } from '@smithy/signature-v4'
import t, { type Test } from 'tap'
import { createDocumentClient, type DocumentClient } from '../../src/dynamodb/client.ts'
import type { Connection, ConnectionOptions } from '../../src/dynamodb/connection/connection.ts'
import { createNodeConnection } from '../../src/dynamodb/connection/node-connection.ts'
import { createUndiciConnection } from '../../src/dynamodb/connection/undici-connection.ts'
import { createSdkSettings } from '../../src/dynamodb/settings/sdk-settings.ts'
import { createSigner } from '../../src/dynamodb/signer.ts'
import type { Command, Output } from '../../src/operations/database.ts'
import { sendOptions } from '../fixtures/deadline.ts'
import { refusal, reply, type Script, startFakeEngine } from '../fixtures/fake-engine.ts'

// These tests have fake engines of their own, or only ask for AWS's endpoint and send nothing.
delete process.env.AWS_ENDPOINT_URL_DYNAMODB

const AN_HOUR_MS = 3_600_000
const options = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' }
}
const connections: Record<string, (options?: ConnectionOptions) => Connection> = {
  undici: createUndiciConnection,
  'node:http': createNodeConnection
}
const get = new GetCommand({ TableName: 'a-table', Key: { id: 'x' } })
const put = new PutCommand({ TableName: 'a-table', Item: { id: 'x' }, ReturnValues: 'ALL_OLD' })
const add = new UpdateCommand({
  TableName: 'a-table',
  Key: { id: 'x' },
  UpdateExpression: 'ADD n :one',
  ExpressionAttributeValues: { ':one': 1 }
})

/** Sends a command as dispatch() does; resolves with the answer and the number of attempts. */
async function send(
  client: DocumentClient,
  command: GetCommand | PutCommand | UpdateCommand
): Promise<Output & { attempts: number }> {
  const options = sendOptions(command instanceof GetCommand ? 'read' : 'never')
  const output = await client.send(command as Command, options)
  return { ...output, attempts: options.tally.attempts }
}

const itself = (error: unknown) => error

function startClient(t: Test, endpoint: string, connection: Connection): DocumentClient {
  const client = createDocumentClient(createSdkSettings({ ...options, endpoint }), connection)
  t.teardown(() => client.destroy())
  return client
}

for (const [name, connect] of Object.entries(connections)) {
  t.test(`${name}: an answer that does not match its checksum is no answer`, async (t) => {
    const text = '{"Item":{"id":{"S":"x"}}}'
    const damaged: Script = ({ number }, response) => {
      const sum = crc32(text) + (number === 1 ? 1 : 0)
      response.setHeader('x-amz-crc32', String(sum))
      reply(response, 200, text)
    }
    const reads = await startFakeEngine(t, damaged)
    const { Item, attempts } = await send(startClient(t, reads.endpoint, connect()), get)
    t.same(Item, { id: 'x' })
    t.equal(attempts, 2, 'a read is sent again')

    const writes = await startFakeEngine(t, damaged)
    const failed = await send(startClient(t, writes.endpoint, connect()), put).catch(itself)
    t.match(failed, { outcome: 'unknown' })
    t.equal(writes.calls.length, 1, 'a write that may not be repeated is not')
  })

  t.test(
    `${name}: a clock that is off is set by DynamoDB’s, and the call sent again`,
    async (t) => {
      const dates: string[] = []
      const engine = await startFakeEngine(t, ({ headers }, response) => {
        dates.push(String(headers['x-amz-date']))
        response.setHeader('date', new Date(Date.now() + AN_HOUR_MS).toUTCString())
        if (dates.length > 1) return reply(response, 200, {})
        reply(response, 400, refusal('InvalidSignatureException', 'Signature expired'))
      })
      const client = startClient(t, engine.endpoint, connect())
      await send(client, put)
      await send(client, put)
      const hours = dates.map((date) => Number(date.slice(9, 11)))
      t.equal(engine.calls.length, 3)
      t.equal(((hours[1] ?? 0) - (hours[0] ?? 0) + 24) % 24, 1, dates.join())
      t.equal(hours[2], hours[1])
    }
  )

  t.test(`${name}: without a connection nothing was sent`, async (t) => {
    const deaf = tls.createServer({})
    const cutting = net.createServer((socket) => socket.once('data', () => socket.destroy()))
    const silent = net.createServer()
    for (const server of [deaf, cutting, silent]) {
      // The server sees an error when the client gives up; it does not matter here.
      server.on('tlsClientError', () => {})
      server.on('connection', (socket) => t.teardown(() => socket.on('error', () => {}).destroy()))
      await once(server.listen(0, '127.0.0.1'), 'listening')
      t.teardown(() => server.close())
    }
    const portOf = (server: net.Server) => (server.address() as net.AddressInfo).port
    for (const [endpoint, code] of [
      ['http://127.0.0.1:1', 'ECONNREFUSED'],
      [`https://127.0.0.1:${portOf(deaf)}`, /^(ERR_SSL_|EPROTO)/],
      [`https://127.0.0.1:${portOf(cutting)}`, 'ECONNRESET'],
      [`https://127.0.0.1:${portOf(silent)}`, /CONNECT_TIMEOUT$/]
    ] as const) {
      const connection = connect({ connectTimeoutMs: 200 })
      t.teardown(() => connection.destroy())
      const never = new AbortController().signal
      const post = connection.post(new URL(endpoint), {}, '{}', never)
      t.match(await post.catch(itself), { code, isSent: false })
    }
    const client = startClient(t, 'http://127.0.0.1:1', connect())
    t.match(await send(client, add).catch(itself), { outcome: 'unavailable' })
  })

  t.test(`${name}: over a connection, even one that is dead, the request was sent`, async (t) => {
    const engine = await startFakeEngine(t, ({ number }, response) =>
      number === 1 ? reply(response, 200, {}) : response.socket?.destroy()
    )
    const connection = connect()
    t.teardown(() => connection.destroy())
    const post = () =>
      connection.post(new URL(engine.endpoint), {}, '{}', new AbortController().signal)
    await post()
    t.match(await post().catch(itself), { code: /^(ECONNRESET|UND_ERR_SOCKET)$/, isSent: true })
  })

  t.test(`${name}: what is aborted rejects with the reason, connected or not`, async (t) => {
    const engine = await startFakeEngine(t, () => {})
    const silent = net.createServer((socket) => t.teardown(() => socket.destroy()))
    await once(silent.listen(0, '127.0.0.1'), 'listening')
    t.teardown(() => silent.close())
    const { port } = silent.address() as net.AddressInfo
    for (const endpoint of [engine.endpoint, `https://127.0.0.1:${port}`]) {
      const connection = connect()
      t.teardown(() => connection.destroy())
      const clock = new AbortController()
      const reason = new Error('the time is over')
      const post = connection.post(new URL(endpoint), {}, '{}', clock.signal)
      setImmediate(() => clock.abort(reason))
      t.equal(await post.catch(itself), reason)
    }
  })
}

t.test('an answer from another time is no refusal of ours: what it says holds', async (t) => {
  for (const [status, name, outcome] of [
    [500, 'InternalServerError', 'unknown'],
    [500, 'InvalidSignatureException', 'unknown'],
    [400, 'ConditionalCheckFailedException', 'refused']
  ] as const) {
    const engine = await startFakeEngine(t, (_call, response) => {
      response.setHeader('date', new Date(Date.now() + AN_HOUR_MS).toUTCString())
      reply(response, status, refusal(name))
    })
    const client = startClient(t, engine.endpoint, createUndiciConnection())
    t.match(await send(client, add).catch(itself), { cause: { name }, outcome })
    t.equal(engine.calls.length, 1, `${status} ${name} is not sent again`)
  }
})

t.test('calls that were signed together before the clock was set are all sent again', async (t) => {
  const CALLS = 10
  const refused: ServerResponse[] = []
  const engine = await startFakeEngine(t, ({ number }, response) => {
    response.setHeader('date', new Date(Date.now() + AN_HOUR_MS).toUTCString())
    if (number > CALLS) return reply(response, 200, {})
    if (refused.push(response) < CALLS) return
    for (const each of refused) {
      reply(each, 400, refusal('InvalidSignatureException', 'Signature expired'))
    }
  })
  const client = startClient(t, engine.endpoint, createUndiciConnection())
  await Promise.all(Array.from({ length: CALLS }, () => send(client, add)))
  t.equal(engine.calls.length, 2 * CALLS)
})

t.test('a call has the signature and the body that the SDK’s own client sends', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) => reply(response, 200, {}))
  const sdk = DynamoDBDocumentClient.from(new DynamoDBClient({ ...options, ...engine }))
  await sdk.send(get)
  sdk.destroy()
  await send(startClient(t, engine.endpoint, createUndiciConnection()), get)
  const [theirs, ours] = engine.calls
  t.same(ours?.input, theirs?.input)
  for (const name of ['content-type', 'x-amz-target', 'x-amz-security-token', 'host']) {
    t.equal(ours?.headers[name], theirs?.headers[name], name)
  }
})

t.test('a signature is the one that the SDK makes', async (t) => {
  const region = 'eu-central-1'
  const identity = { accessKeyId: 'AKID', secretAccessKey: 'secret/+' }
  // Goes to the next day and back: the signer keeps the key of a day.
  const days = ['2026-11-24T23:59:59Z', '2026-11-25T00:00:00Z', '1970-01-01', '2026-11-24']
  const target = 'DynamoDB_20120810.GetItem'
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' }
  for (const credentials of [identity, { ...identity, sessionToken: 'token==' }]) {
    const common = { credentials, region, service: 'dynamodb', applyChecksum: false }
    const sdk = new SignatureV4({ ...common, sha256: Sha256 })
    const sign = createSigner(credentials, region)
    for (const body of ['{}', '{"Key":{"id":{"S":"ü"}}}']) {
      for (const path of ['/', '/base/a%20b(1)!', '/ü']) {
        for (const day of days) {
          const signingDate = new Date(day)
          const url = new URL(`http://127.0.0.1:8000${path}`)
          const request = new HttpRequest({
            method: 'POST',
            path: url.pathname,
            headers: { host: url.host, ...headers },
            body
          })
          const theirs = await sdk.sign(request, { signingDate })
          t.same(sign(url, target, body, signingDate), theirs.headers, `${path} ${day}`)
        }
      }
    }
  }
})

t.test('credentials that change are used from then on', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) => reply(response, 200, {}))
  const settings = createSdkSettings({ ...options, endpoint: engine.endpoint })
  let accessKeyId = 'FIRST'
  const client = createDocumentClient(
    { ...settings, credentials: async () => ({ accessKeyId, secretAccessKey: 'secret' }) },
    createUndiciConnection()
  )
  t.teardown(() => client.destroy())
  await send(client, get)
  accessKeyId = 'SECOND'
  await send(client, get)
  t.match(engine.calls[0]?.headers.authorization, 'Credential=FIRST/')
  t.match(engine.calls[1]?.headers.authorization, 'Credential=SECOND/')
})

t.test(
  'an ARN as the table’s name leads where the SDK’s rules say, in a transaction too',
  async (t) => {
    const credentials = { ...options.credentials, accountId: '111111111111' }
    const given = { region: 'us-east-1', credentials }
    const hosts: string[] = []
    const connection: Connection = {
      post: async ({ host }) => {
        hosts.push(host)
        throw Object.assign(new Error('no network in a test'), { name: 'ValidationException' })
      },
      destroy: () => {}
    }
    const client = createDocumentClient(createSdkSettings(given), connection)
    for (const [TableName, host] of [
      ['a-table', '111111111111.ddb.us-east-1.amazonaws.com'],
      [
        'arn:aws:dynamodb:us-east-1:222222222222:table/a-table',
        '222222222222.ddb.us-east-1.amazonaws.com'
      ]
    ] as const) {
      const Put = { TableName, Item: { id: 'x' } }
      const transaction = new TransactWriteCommand({ TransactItems: [{ Put }] })
      for (const command of [new PutCommand(Put), transaction]) {
        await t.rejects(send(client, command as PutCommand))
        t.equal(hosts.at(-1), host)
      }
    }
  }
)
