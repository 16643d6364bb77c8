import { readFileSync } from 'node:fs'
import t from 'tap'
import { ConfigError, loadConfig, variables } from '../src/config.ts'

t.test('nothing set is the laptop: the embedded database on port 3000', async (t) => {
  t.match(loadConfig({}), {
    database: {
      kind: 'embedded',
      endpoint: undefined,
      path: '.dynamodb',
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' }
    },
    tableName: 'lambda-apigateway',
    tableKey: [{ name: 'id', type: 'S' }],
    host: '127.0.0.1',
    port: 3000,
    stage: 'Prod',
    bodyLimit: 6_291_456,
    requestTimeoutMs: 29_000,
    errorStatus: 'http',
    bareError: 'message',
    logLevel: 'info'
  })
  t.equal(loadConfig({}).allowedTables, undefined)
  t.equal(loadConfig({}).apiKeys, undefined)
})

t.test('an empty variable counts as unset', async (t) => {
  const empty = Object.fromEntries(Object.keys(variables).map((name) => [name, '']))
  const { API_KEYS: _, ALLOWED_TABLES: __, ...rest } = empty
  t.same(loadConfig(rest), loadConfig({}))
})

t.test('an empty API_KEYS or ALLOWED_TABLES is a fault: a lost secret opens no door', async (t) => {
  for (const name of ['API_KEYS', 'ALLOWED_TABLES']) {
    t.throws(() => loadConfig({ [name]: '' }), { name: 'ConfigError' })
    t.throws(() => loadConfig({ [name]: 'a,,b' }), { name: 'ConfigError' })
    t.throws(() => loadConfig({ [name]: ' ' }), { name: 'ConfigError' })
  }
})

t.test('lists are trimmed', async (t) => {
  t.same(loadConfig({ API_KEYS: ' one , two ' }).apiKeys, ['one', 'two'])
  t.same(
    [...(loadConfig({ ALLOWED_TABLES: 'abc, d.e-f_1' }).allowedTables ?? [])],
    ['abc', 'd.e-f_1']
  )
})

t.test(
  'an endpoint wins over DYNAMODB, with placeholder credentials where none are set',
  async (t) => {
    const endpoint = 'http://127.0.0.1:8000'
    const local = loadConfig({ DYNAMODB: 'aws', AWS_ENDPOINT_URL_DYNAMODB: endpoint }).database
    t.match(local, { kind: 'endpoint', endpoint, credentials: { accessKeyId: 'test' } })
    const own = loadConfig({
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ACCESS_KEY_ID: 'mine'
    }).database
    t.equal(own.credentials, undefined)
  }
)

t.test('on AWS the SDK finds region and credentials', async (t) => {
  const { database } = loadConfig({ DYNAMODB: 'aws' })
  t.match(database, { kind: 'aws' })
  t.equal(database.region, undefined)
  t.equal(database.credentials, undefined)
  t.equal(
    loadConfig({}, { DYNAMODB: 'aws' }).database.kind,
    'aws',
    'a door may have other defaults'
  )
})

t.test('every fault is told in one message, and what was expected', async (t) => {
  const wrong: Record<string, string> = {
    DYNAMODB: 'mysql',
    AWS_ENDPOINT_URL_DYNAMODB: 'ftp://x',
    TABLE_NAME: 'a',
    TABLE_KEY: 'id:X',
    ALLOWED_TABLES: 'arn:aws:dynamodb:eu-west-1:1:table/x',
    PORT: '70000',
    STAGE: 'a/b',
    BODY_LIMIT: '0',
    REQUEST_TIMEOUT_MS: '1e3',
    ERROR_STATUS: 'aws',
    BARE_ERROR: 'body',
    LOG_LEVEL: 'loud'
  }
  t.throws(() => loadConfig(wrong), ConfigError)
  try {
    loadConfig(wrong)
  } catch (error) {
    for (const name of Object.keys(wrong)) t.match((error as Error).message, `${name}: expected `)
  }
  for (const key of ['id', 'a:S,b:S,c:S', 'a:S,a:S', ':S']) {
    t.throws(() => loadConfig({ TABLE_KEY: key }), ConfigError, `TABLE_KEY=${key} is refused`)
  }
})

t.test('a secret is never repeated in a message', async (t) => {
  t.throws(() => loadConfig({ API_KEYS: 'secret,,' }), { message: /^(?!.*secret)/s })
})

t.test('.env.example names every variable, with its default and its meaning', async (t) => {
  const text = readFileSync('.env.example', 'utf8')
  for (const [name, { fallback, meaning }] of Object.entries(variables)) {
    t.ok(text.includes(`# ${meaning}\n# ${name}=${fallback}\n`), name)
  }
  const named = [...text.matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name)
  t.same(
    named.filter((name) => !name?.startsWith('AWS_') || name === 'AWS_ENDPOINT_URL_DYNAMODB'),
    Object.keys(variables)
  )
})
