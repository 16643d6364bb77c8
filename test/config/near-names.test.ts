import { readFileSync } from 'node:fs'
import t from 'tap'
import { findKin, findMeant, isRead } from '../../src/config/near-names.ts'
import { variables } from '../../src/config/variables.ts'

t.test('a name a letter or a word away from a variable was meant for it', async (t) => {
  const meant: Record<string, string[]> = {
    API_KEY: ['API_KEYS'],
    APIKEYS: ['API_KEYS'],
    api_keys: ['API_KEYS'],
    API_KYES: ['API_KEYS'],
    API_KEY_FILE: ['API_KEYS_FILE'],
    ALLOWED_TABLE: ['ALLOWED_TABLES'],
    ALOWED_TABELS: ['ALLOWED_TABLES'],
    PORTS: ['PORT'],
    HOSTS: ['HOST'],
    MAX_INFLIGHT: ['MAX_IN_FLIGHT'],
    AWS_ENDPOINT_URL_DYNAMO: ['AWS_ENDPOINT_URL_DYNAMODB'],
    AWS_ACCESS_KEY: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
    AWS_REGIONS: ['AWS_REGION'],
    AWS_SECRET_KEY: ['AWS_SECRET_ACCESS_KEY']
  }
  for (const [name, names] of Object.entries(meant)) t.same(findMeant(name), names, name)
  t.same(findMeant('TABLES'), ['TABLE_NAME', 'TABLE_KEY', 'TABLES_FILE', 'ALLOWED_TABLES'])
})

t.test('no name that others use was meant for one', async (t) => {
  for (const name of [
    ...Object.keys(variables),
    'AWS_ENDPOINT_URL',
    'AWS_ENDPOINT_URL_S3',
    'AWS_DEFAULT_REGION',
    'AWS_LAMBDA_FUNCTION_NAME',
    'AWS_EXECUTION_ENV',
    'HOME',
    'HOSTNAME',
    'HTTPS_PROXY',
    'KEY',
    'KUBERNETES_SERVICE_HOST',
    'LANG',
    'LOGNAME',
    'NODE_ENV',
    'NODE_OPTIONS',
    'NAME',
    'PATH',
    'PWD',
    'SHELL',
    'SHLVL',
    'TERM',
    'TZ',
    'USER',
    'npm_config_cache'
  ]) {
    t.same(findMeant(name), [], name)
  }
})

t.test('a name whose first word is a variable’s is of their kin', async (t) => {
  t.same(findKin('EMBEDDED_DIR'), ['EMBEDDED_PATH', 'EMBEDDED_PORT'])
  t.same(findKin('API_SECRETS'), ['API_KEYS', 'API_KEYS_FILE'])
  for (const name of ['API_KEYS', 'AWS_DEFAULT_REGION', 'DB_PATH']) t.same(findKin(name), [], name)
})

t.test('what compose.yaml takes from .env is read', async (t) => {
  const names = [...readFileSync('compose.yaml', 'utf8').matchAll(/\$\{(\w+)/g)]
  t.ok(names.length > 2)
  for (const [, name = ''] of names) t.ok(isRead(name), name)
})
