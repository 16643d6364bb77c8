import t from 'tap'
import { addAccessKeyHint } from '../../src/server/access-key-hint.ts'
import { refusal, reply, startFakeEngine } from '../fixtures/fake-engine.ts'
import { request } from '../fixtures/request.ts'
import { startServerProcess } from '../fixtures/server-process.ts'

const NAME = 'UnrecognizedClientException'
const HINT = 'DynamoDB Local takes an access key id of letters and digits alone'

t.test('an engine that refuses the access key is logged with a hint', async (t) => {
  const engine = await startFakeEngine(t, (_call, response) =>
    reply(response, 400, refusal(NAME, 'The Access Key ID or security token is invalid.'))
  )
  const server = await startServerProcess(t, {
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ACCESS_KEY_ID: 'my-key',
    AWS_SECRET_ACCESS_KEY: 'secret'
  })
  await server.said('waiting for the database')
  const isHinted = (word: string) =>
    server.lines.some((line) => line.includes(word) && line.includes(`invalid. ${HINT}`))
  t.ok(isHinted('waiting for the database'))
  t.equal((await request(server.port, { method: 'GET', path: '/ready' })).status, 503)
  await server.said('not ready')
  t.ok(isHinted('not ready'))
})

t.test('AWS’s own refusal, and any other error, stays as it is', async (t) => {
  const refused = Object.assign(new Error('invalid'), { name: NAME })
  t.equal(addAccessKeyHint(refused, 'aws'), refused)
  const other = new Error('other')
  t.equal(addAccessKeyHint(other, 'endpoint'), other)
})
