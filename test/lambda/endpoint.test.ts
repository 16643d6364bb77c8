import https from 'node:https'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import t from 'tap'
import { createSdkSettings } from '../../src/dynamodb/settings/sdk-settings.ts'
import { builtBundle, contextOf, loadBundle } from '../fixtures/lambda.ts'

// The engine of the other tests: here AWS's own endpoints are asked for, and nothing is sent there.
delete process.env.AWS_ENDPOINT_URL_DYNAMODB

// Where a function would connect, seen at Node's own client: the one thing that has no stand-in here.
const hosts: string[] = []
const refuse = (url: URL): never => {
  hosts.push(url.host)
  throw new Error('no network in a test')
}
Object.assign(https, { request: refuse })

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret' }
const ACCOUNT = { AWS_ACCOUNT_ID: '111111111111' }
const GENERAL_ENDPOINT = { AWS_ENDPOINT_URL: 'https://general.test' }
const environments: Record<string, string>[] = [
  { AWS_REGION: 'us-east-1' },
  { AWS_REGION: 'cn-north-1' },
  { AWS_REGION: 'us-gov-west-1', AWS_USE_FIPS_ENDPOINT: 'true' },
  { AWS_REGION: 'eu-west-1', AWS_USE_DUALSTACK_ENDPOINT: 'true' },
  { AWS_REGION: 'us-east-1', ...ACCOUNT },
  { AWS_REGION: 'us-east-1', ...ACCOUNT, AWS_ACCOUNT_ID_ENDPOINT_MODE: 'disabled' },
  { AWS_REGION: 'us-east-1', ...GENERAL_ENDPOINT },
  { AWS_REGION: 'us-east-1', ...GENERAL_ENDPOINT, AWS_ENDPOINT_URL_DYNAMODB: 'https://own.test' },
  { AWS_REGION: 'us-east-1', ...GENERAL_ENDPOINT, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }
]

for (const environment of environments) {
  const told = Object.entries(environment).map((entry) => entry.join('='))
  t.test(`a function with ${told.join(' ')} calls where the SDK’s client would`, async (t) => {
    const env = { ...CREDENTIALS, LOG_LEVEL: 'silent', ...environment }
    const names = Object.keys(env)
    t.teardown(() => names.map((name) => delete process.env[name]))
    Object.assign(process.env, env)
    const handler = await loadBundle(builtBundle, env)
    // The bundle reads what it needs at its first call.
    Object.assign(process.env, env)
    const command = new GetItemCommand({ TableName: 'a-table', Key: {} })
    const { host } = await createSdkSettings({ region: environment.AWS_REGION }).endpoint(
      command,
      {}
    )
    const read = { operation: 'read', tableName: 'a-table', payload: { Key: { id: 'x' } } }
    await t.rejects(handler(read, contextOf()))
    t.equal(hosts.at(-1), host)
    // A write under a key is a transaction: its table is elsewhere in the input.
    const arn = 'arn:aws:dynamodb:us-east-1:222222222222:table/a-table'
    const create = { operation: 'create', tableName: arn, payload: { Item: { id: 'x' } } }
    await t.rejects(handler(create, contextOf()))
    const alone = hosts.at(-1)
    await t.rejects(handler({ ...create, idempotencyKey: 'k' }, contextOf()))
    t.equal(hosts.at(-1), alone)
  })
}
