import t from 'tap'
import { parseEnvFile } from '../../src/config/env-file.ts'
import { findNameFaults, findNameWarnings } from '../../src/config/names.ts'

const parse = (text: string) => parseEnvFile('.env', Buffer.from(text))

t.test('in the file, a name that was meant for a variable is a fault', async (t) => {
  const file = parse('API_KEY=planted\nEMBEDDED_DIR=planted\nOTHER=planted\nAWS_REGION=x\nPORT=1\n')
  t.same(findNameFaults(file), [
    '.env:1: expected API_KEYS, got another name',
    '.env:2: expected EMBEDDED_PATH or EMBEDDED_PORT, got another name'
  ])
})

t.test('in the environment, which others share, it is a warning', async (t) => {
  t.same(findNameWarnings({ API_KEY: 'planted', EMBEDDED_DIR: 'planted', PATH: '/bin' }), [
    'API_KEY is not read: API_KEYS would be'
  ])
})

t.test('in the file, a name that nothing reads, or too late, is a warning', async (t) => {
  const file = parse('OTHER=1\nCOMPOSE_PROFILES=admin\nNODE_OPTIONS=--trace-warnings\nPORT=1\n')
  t.same(findNameWarnings({}, file), [
    '.env:1: nothing here reads a variable of that name',
    '.env:3: Node reads NODE_OPTIONS before this file: set it in the environment'
  ])
})
