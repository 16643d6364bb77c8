import { join } from 'node:path'
import t from 'tap'
import { loadConfig } from '../../src/config.ts'

function warningsOf(env: Record<string, string>): readonly string[] {
  return loadConfig({ env, operations: [] }).warnings
}

t.test('nothing set, and all that agrees, is no reason to warn', async (t) => {
  t.same(warningsOf({}), [])
  t.same(warningsOf({ ALLOWED_TABLES: 'one,two', TABLE_NAME: 'two' }), [])
  t.same(warningsOf({ DYNAMODB: 'aws', ALLOWED_TABLES: 'one' }), [], 'as the function is deployed')
  t.same(warningsOf({ DYNAMODB: 'aws', AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }), [])
  t.same(warningsOf({ DYNAMODB: 'aws', AWS_ENDPOINT_URL: 'http://127.0.0.1:8000' }), [])
})

t.test('allowed tables without the one that is made are told', async (t) => {
  const message = 'ALLOWED_TABLES has no lambda-apigateway, a table of this service'
  t.match(warningsOf({ ALLOWED_TABLES: 'orders' }), [message])
  t.match(
    warningsOf({ DYNAMODB: 'aws', ALLOWED_TABLES: 'orders', TABLE_NAME: 'lambda-apigateway' }),
    [message]
  )
})

t.test('so are a key’s tables and operations that are not allowed', async (t) => {
  const keys = [
    { key: 'a' },
    { key: 'b', tables: ['orders', 'lines'] },
    { key: 'c', name: 'reports', operations: ['read', 'list'] }
  ]
  const file = join(t.testdir({ 'keys.json': JSON.stringify(keys) }), 'keys.json')
  const load = (env: Record<string, string>) =>
    loadConfig({ env: { API_KEYS_FILE: file, ...env }, operations: ['read', 'list'] }).warnings
  t.same(load({}), [])
  t.same(load({ ALLOWED_TABLES: 'lambda-apigateway,lines', ALLOWED_OPERATIONS: 'read' }), [
    'ALLOWED_TABLES has no orders, of the tables of key 1',
    'ALLOWED_OPERATIONS has no list, of the operations of key reports'
  ])
})

t.test('so is a variable of the SDK’s that has no effect', async (t) => {
  t.match(warningsOf({ AWS_ENDPOINT_URL: 'http://127.0.0.1:8000' }), ['AWS_ENDPOINT_URL is not'])
  t.match(warningsOf({ DYNAMODB: 'aws', AWS_DEFAULT_REGION: 'eu-west-1' }), [
    'AWS_DEFAULT_REGION is not read: set AWS_REGION'
  ])
})

t.test('a misspelled name in the environment is told', async (t) => {
  t.same(warningsOf({ API_KEY: 'planted' }), ['API_KEY is not read: API_KEYS would be'])
})
