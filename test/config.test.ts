import t from 'tap'
import { readTablesFile } from '../src/config/tables-file.ts'
import { variables } from '../src/config/variables.ts'
import { type Config, ConfigError, loadConfig, type Sources } from '../src/config.ts'

function load(env: Sources['env'], more: Partial<Sources> = {}): Config {
  return loadConfig({ env, operations: [], readTables: readTablesFile, ...more })
}

const GUARDS = ['API_KEYS', 'API_KEYS_FILE', 'ALLOWED_TABLES', 'ALLOWED_OPERATIONS', 'TABLES_FILE']

t.test('nothing set is the laptop: the embedded database on port 3000', async (t) => {
  t.match(load({}), {
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
    maxInFlight: 1024,
    maxEventLoopDelayMs: 1000,
    errorStatus: 'http',
    bareError: 'message',
    logLevel: 'info'
  })
  t.equal(load({}).allowedTables, undefined)
  t.equal(load({}).allowedOperations, undefined)
  t.equal(load({}).database.port, undefined)
  for (const name of ['apiKeys', 'trustProxy', 'rateLimit', 'corsOrigins'] as const) {
    t.equal(load({})[name], undefined, name)
  }
})

t.test('an empty variable counts as unset', async (t) => {
  const names = Object.keys(variables).filter((name) => !GUARDS.includes(name))
  t.same(load(Object.fromEntries(names.map((name) => [name, '']))), load({}))
})

t.test('an empty guard is a fault: a lost secret opens no door', async (t) => {
  for (const name of GUARDS) {
    t.throws(() => load({ [name]: '' }), { message: `${name}: must not be empty` })
  }
  for (const name of ['API_KEYS', 'ALLOWED_TABLES']) {
    t.throws(() => load({ [name]: '' }), { name: 'ConfigError' })
    t.throws(() => load({ [name]: 'a,,b' }), { name: 'ConfigError' })
    t.throws(() => load({ [name]: ' ' }), { name: 'ConfigError' })
  }
})

t.test('lists are trimmed', async (t) => {
  t.same(load({ API_KEYS: ' one , two ' }).apiKeys, load({ API_KEYS: 'one,two' }).apiKeys)
  t.same([...(load({ ALLOWED_TABLES: 'abc, d.e-f_1' }).allowedTables ?? [])], ['abc', 'd.e-f_1'])
})

t.test(
  'an endpoint wins over DYNAMODB, with placeholder credentials where none are set',
  async (t) => {
    const endpoint = 'http://127.0.0.1:8000'
    const local = load({ DYNAMODB: 'aws', AWS_ENDPOINT_URL_DYNAMODB: endpoint }).database
    t.match(local, { kind: 'endpoint', endpoint, credentials: { accessKeyId: 'test' } })
    const own = load({
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ACCESS_KEY_ID: 'mine'
    }).database
    t.equal(own.credentials, undefined)
  }
)

t.test(
  'an endpoint of AWS’s own is AWS: no placeholders, no other region, no table made',
  async (t) => {
    for (const endpoint of [
      'https://dynamodb.eu-west-1.amazonaws.com',
      'https://dynamodb.eu-west-1.amazonaws.com/',
      'https://vpce-1-2.dynamodb.eu-west-1.vpce.amazonaws.com',
      'https://dynamodb.cn-north-1.amazonaws.com.cn',
      'https://dynamodb.eu-west-1.api.aws',
      'https://dynamodb.cn-north-1.api.amazonwebservices.com.cn',
      'https://dynamodb.eusc-de-east-1.amazonaws.eu',
      'HTTPS://DynamoDB.EU-west-1.AmazonAWS.com.:443'
    ]) {
      for (const DYNAMODB of ['embedded', 'aws']) {
        t.same(
          load({ DYNAMODB, AWS_ENDPOINT_URL_DYNAMODB: endpoint }).database,
          {
            kind: 'aws',
            endpoint,
            path: undefined,
            port: undefined,
            region: undefined,
            credentials: undefined
          },
          endpoint
        )
      }
    }
    for (const endpoint of ['http://amazonaws.com.example.org', 'http://myamazonaws.com:8000']) {
      t.equal(load({ AWS_ENDPOINT_URL_DYNAMODB: endpoint }).database.kind, 'endpoint', endpoint)
    }
  }
)

t.test('a profile’s region holds behind an endpoint, unless AWS_REGION names one', async (t) => {
  const env = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000', AWS_PROFILE: 'lab' }
  t.match(load(env).database, { kind: 'endpoint', region: undefined, credentials: undefined })
  t.equal(load({ ...env, AWS_REGION: 'eu-west-1' }).database.region, 'eu-west-1')
  t.equal(load({ AWS_PROFILE: 'lab' }).database.region, 'us-east-1', 'not the embedded one’s')
  t.equal(load({ ...env, AWS_PROFILE: '' }).database.region, 'us-east-1')
})

t.test('on AWS the SDK finds region and credentials', async (t) => {
  const { database } = load({ DYNAMODB: 'aws' })
  t.match(database, { kind: 'aws' })
  t.equal(database.region, undefined)
  t.equal(database.credentials, undefined)
  t.equal(
    load({}, { defaults: { DYNAMODB: 'aws' } }).database.kind,
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
    EMBEDDED_PORT: '-1',
    ALLOWED_OPERATIONS: 'raed',
    STAGE: 'a/b',
    BODY_LIMIT: '0',
    REQUEST_TIMEOUT_MS: '1e3',
    MAX_IN_FLIGHT: '0',
    MAX_EVENT_LOOP_DELAY_MS: '0',
    TRUST_PROXY: 'loopback',
    RATE_LIMIT: '0.5',
    BURST: '-1',
    CORS_ORIGIN: 'https://example.com/',
    ERROR_STATUS: 'aws',
    BARE_ERROR: 'body',
    LOG_LEVEL: 'loud'
  }
  t.throws(() => load(wrong), ConfigError)
  try {
    load(wrong)
  } catch (error) {
    for (const name of Object.keys(wrong)) t.match((error as Error).message, `${name}: expected `)
  }
  for (const key of ['id', 'a:S,b:S,c:S', 'a:S,a:S', ':S']) {
    t.throws(() => load({ TABLE_KEY: key }), ConfigError, `TABLE_KEY=${key} is refused`)
  }
})

t.test('a value in quotes, or with the end of a line in it, is refused', async (t) => {
  for (const value of ['"/data"', "'/data'", '/data\r']) {
    const what = value.endsWith('\r') ? 'no control characters' : 'a value without quotes'
    t.throws(() => load({ EMBEDDED_PATH: value }), { message: `EMBEDDED_PATH: expected ${what}` })
    t.throws(() => load({ HOST: value }), { message: `HOST: expected ${what}` })
  }
})

t.test('a binary key is refused, and never advised: no key of plain JSON would fit', async (t) => {
  for (const TABLE_KEY of ['id:B', 'pk:S,sk:B', 'id:X', 'id']) {
    t.throws(() => load({ TABLE_KEY }), { message: 'TABLE_KEY: expected name:S or name:N' })
  }
})

t.test('HOST is an address or a name', async (t) => {
  for (const HOST of ['0.0.0.0', '::', 'fe80::1%eth0', 'my-host.local']) {
    t.equal(load({ HOST }).host, HOST)
  }
  for (const HOST of ['http://localhost', '[::1]', 'a b', '*']) {
    t.throws(() => load({ HOST }), { message: 'HOST: expected an address' })
  }
})

t.test('a key may be given as its SHA-256', async (t) => {
  const sha256 = '2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B'
  t.same(load({ API_KEYS: `sha256:${sha256}` }).apiKeys, load({ API_KEYS: 'secret' }).apiKeys)
  t.equal(JSON.stringify(load({ API_KEYS: 'planted' })).includes('planted'), false)
  for (const wrong of ['sha256:', 'sha256:planted', `sha256:${sha256}0`, 'plänted']) {
    t.throws(() => load({ API_KEYS: wrong }), {
      message: /^(?!.*pl.nted).*API_KEYS: expected/s
    })
  }
})

t.test('the SHA-256 of the empty string is a fault: its secret got lost', async (t) => {
  const sha256 = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855'
  t.throws(() => load({ API_KEYS: `secret, sha256:${sha256}` }), {
    message: /API_KEYS: expected sha256: and the digest of a key, got that of the empty string/
  })
})

t.test('a rate has a burst of one second, or its own; a burst alone is a fault', async (t) => {
  t.same(load({ RATE_LIMIT: '5' }).rateLimit, { perSecond: 5, burst: 5 })
  t.same(load({ RATE_LIMIT: '5', BURST: '1' }).rateLimit, { perSecond: 5, burst: 1 })
  t.throws(() => load({ BURST: '5' }), { message: /BURST: expected RATE_LIMIT beside it/ })
})

t.test('operations are allowed by name', async (t) => {
  const operations = ['read', 'list', 'echo']
  const allow = (text: string) =>
    load({ ALLOWED_OPERATIONS: text }, { operations }).allowedOperations
  t.same(allow('read, list'), new Set(['read', 'list']))
  t.equal(allow('*'), undefined)
  for (const wrong of ['read,raed', 'Read', 'read,*', 'constructor', 'read,', ' ']) {
    t.throws(() => allow(wrong), { message: 'ALLOWED_OPERATIONS: expected' }, wrong)
  }
  t.throws(() => allow('raed'), { message: 'expected * or some of read, list, echo, got "raed"' })
})

t.test('EMBEDDED_PORT is the embedded database’s own', async (t) => {
  t.equal(load({ EMBEDDED_PORT: '8000' }).database.port, 8000)
  t.equal(load({ EMBEDDED_PORT: '0' }).database.port, 0)
})

t.test('CORS_ORIGIN takes origins, or all', async (t) => {
  t.same(load({ CORS_ORIGIN: 'https://a.example, http://localhost:8080' }).corsOrigins, [
    'https://a.example',
    'http://localhost:8080'
  ])
  t.same(load({ CORS_ORIGIN: '*' }).corsOrigins, ['*'])
  for (const wrong of [
    'example.com',
    'https://a.example/x',
    'null',
    'file://',
    'https://*.a.example'
  ]) {
    t.throws(() => load({ CORS_ORIGIN: wrong }), { message: /CORS_ORIGIN: expected/ })
  }
})

t.test('TRUST_PROXY takes addresses and ranges', async (t) => {
  t.same(load({ TRUST_PROXY: '10.0.0.5, 10.1.0.0/16,::1,fd00::/8' }).trustProxy, [
    '10.0.0.5',
    '10.1.0.0/16',
    '::1',
    'fd00::/8'
  ])
  for (const wrong of [
    'proxy.example',
    'true',
    '10.0.0',
    '10.0.0.0/33',
    '10.0.0.0/x',
    '10.0.0.0/255.0.0.0',
    '10.0.0.0/8/8',
    'fd00::/129',
    'fe80::1%eth0',
    '0.0.0.0/0',
    '*'
  ]) {
    t.throws(() => load({ TRUST_PROXY: wrong }), { message: /TRUST_PROXY: expected/ }, wrong)
  }
})

t.test('a secret is never repeated in a message', async (t) => {
  t.throws(() => load({ API_KEYS: 'secret,,' }), { message: /^(?!.*secret)/s })
})
