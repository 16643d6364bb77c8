import https from 'node:https'
import { GetItemCommand } from '@aws-sdk/client-dynamodb'
import t from 'tap'
import { createSdkSettings } from '../../src/dynamodb/settings/sdk-settings.ts'
import { builtBundle, contextOf, loadBundle } from '../fixtures/lambda.ts'

// The variable names the other tests' engine; this test resolves AWS's own endpoints, and sends
// nothing.
delete process.env.AWS_ENDPOINT_URL_DYNAMODB

// Node's own client is replaced, to see which host a function would connect to.
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
  const variables = Object.entries(environment).map((entry) => entry.join('='))
  t.test(`a function with ${variables.join(' ')} calls where the SDK’s client would`, async (t) => {
    const env = { ...CREDENTIALS, LOG_LEVEL: 'silent', ...environment }
    const names = Object.keys(env)
    t.teardown(() => names.map((name) => delete process.env[name]))
    Object.assign(process.env, env)
    const handler = await loadBundle(builtBundle, env)
    // loadBundle() restores the environment, but the bundle reads it again at its first call.
    Object.assign(process.env, env)
    const command = new GetItemCommand({ TableName: 'a-table', Key: {} })
    const { host } = await createSdkSettings({ region: environment.AWS_REGION }).endpoint(
      command,
      {}
    )
    const read = { operation: 'read', tableName: 'a-table', payload: { Key: { id: 'x' } } }
    await t.rejects(handler(read, contextOf()))
    t.equal(hosts.at(-1), host)
    // A write with an idempotency key is sent as a transaction, whose input names the table
    // elsewhere.
    const arn = 'arn:aws:dynamodb:us-east-1:222222222222:table/a-table'
    const create = { operation: 'create', tableName: arn, payload: { Item: { id: 'x' } } }
    await t.rejects(handler(create, contextOf()))
    const alone = hosts.at(-1)
    await t.rejects(handler({ ...create, idempotencyKey: 'k' }, contextOf()))
    t.equal(hosts.at(-1), alone)
  })
}
