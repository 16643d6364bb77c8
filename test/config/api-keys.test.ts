import { createHash } from 'node:crypto'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { ConfigError, loadConfig } from '../../src/config.ts'
import { operations } from '../../src/operations/table.ts'

const digest = (key: string) => createHash('sha256').update(key).digest('hex')

/**
 * Loads the configuration with a file of keys whose content is this text, or this value as JSON.
 */
function load(t: Test, content: unknown, env: Record<string, string> = {}) {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const API_KEYS_FILE = join(t.testdir({ 'keys.json': text }), 'keys.json')
  return loadConfig({ env: { API_KEYS_FILE, ...env }, operations: Object.keys(operations) }).apiKeys
}

function faultsOf(t: Test, content: unknown, env?: Record<string, string>): string {
  try {
    load(t, content, env)
  } catch (error) {
    t.ok(error instanceof ConfigError)
    return (error as Error).message
  }
  return t.fail('it must be refused') as never
}

t.test('a key in the file is clear or hashed, named, and bound', async (t) => {
  const keys = load(t, [
    { key: 'first key' },
    { name: 'reports', sha256: digest('second').toUpperCase(), operations: ['read', 'list'] },
    { name: 'reports', key: 'third', tables: ['orders', 'order.lines_1'] }
  ])
  t.same(keys, [
    { name: undefined, sha256: digest('first key'), tables: undefined, operations: undefined },
    {
      name: 'reports',
      sha256: digest('second'),
      tables: undefined,
      operations: new Set(['read', 'list'])
    },
    {
      name: 'reports',
      sha256: digest('third'),
      tables: new Set(['orders', 'order.lines_1']),
      operations: undefined
    }
  ])
})

t.test('the keys of API_KEYS are valid beside them', async (t) => {
  const keys = load(t, [{ key: 'third' }], { API_KEYS: 'first,second' })
  t.same(
    keys?.map(({ sha256 }) => sha256),
    ['first', 'second', 'third'].map(digest)
  )
})

t.test('every fault is named at its place, and no key repeated', async (t) => {
  const message = faultsOf(t, [
    'planted',
    null,
    { key: 'planted', sha256: digest('planted') },
    { name: 'nobody' },
    { key: '', name: '' },
    { key: 'planted\n' },
    { key: 5, name: 5 },
    { sha256: 'planted' },
    { key: 'planted', table: ['orders'] },
    { key: 'planted', tables: [] },
    { key: 'planted', tables: 'orders' },
    { key: 'planted', tables: ['arn:aws:dynamodb:eu-west-1:1:table/orders'] },
    { key: 'planted', operations: [] },
    { key: 'planted', operations: ['read', 'raed'] },
    { key: 'planted', operations: ['constructor'] },
    { sha256: digest('').toUpperCase() }
  ])
  for (const place of [
    '/0',
    '/1',
    '/2',
    '/3',
    '/4/key',
    '/4/name',
    '/5/key',
    '/6/key',
    '/6/name',
    '/7/sha256',
    '/8/table',
    '/9/tables',
    '/10/tables',
    '/11/tables',
    '/12/operations',
    '/13/operations',
    '/14/operations',
    '/15/sha256'
  ]) {
    t.match(message, `\n  API_KEYS_FILE: ${place}: expected `)
  }
  t.equal(message.split('\n').length, 19, 'and no others')
  t.notMatch(message, /planted/)
})

t.test('a file that is missing, no JSON, or empty opens no door', async (t) => {
  t.throws(
    () => loadConfig({ env: { API_KEYS_FILE: join(t.testdir(), 'missing.json') }, operations: [] }),
    {
      message: /API_KEYS_FILE: expected a file that can be read, got ENOENT/
    }
  )
  for (const content of ['', '["planted', '[]', '{}', 'null', '"planted"']) {
    const message = faultsOf(t, content)
    t.match(message, /API_KEYS_FILE: .*expected /)
    t.notMatch(message, /planted/)
  }
})

t.test(
  'a file with a byte order mark is read; what is wrong in another is told by place',
  async (t) => {
    t.equal(load(t, '\ufeff[{"key":"first"}]')?.[0]?.sha256, digest('first'))
    t.match(
      faultsOf(t, '[\n  {"key":"planted",}\n]'),
      'API_KEYS_FILE: line 2, column 20: expected a'
    )
    t.throws(() => loadConfig({ env: { API_KEYS_FILE: '~/keys.json' }, operations: [] }), {
      message: /API_KEYS_FILE: expected a path without ~/
    })
  }
)

t.test('a digest is told from a key, in capitals too, and where it does not belong', async (t) => {
  const only = (API_KEYS: string) => loadConfig({ env: { API_KEYS }, operations: [] }).apiKeys
  for (const prefix of ['sha256:', 'SHA256:', 'Sha256:']) {
    t.same(only(prefix + digest('planted')), only('planted'), prefix)
  }
  for (const key of ['SHA256:planted', 'sha256=planted', 'sha-256:planted', 'sha512:planted']) {
    t.throws(() => only(key), { message: /^(?!.*planted).*expected sha256: and 64/s }, key)
  }
  t.match(faultsOf(t, [{ key: `SHA256:${digest('planted')}` }]), '/0/key: expected a key in the')
  const emptyLine = digest('\n')
  t.throws(() => only(`sha256:${emptyLine}`), { message: /got that of an empty line/ })
})

t.test('a key with quotes or a comment around it is another key, and refused', async (t) => {
  for (const key of ['"planted"', "'planted'", "'planted,b'", 'a,planted"', 'planted # mine']) {
    t.throws(() => loadConfig({ env: { API_KEYS: key }, operations: [] }), {
      message: /^(?!.*planted).*API_KEYS: expected .* without .*--env-file/s
    })
  }
  t.match(faultsOf(t, [{ key: '"planted"' }]), '/0/key: expected a key without quotes')
})

t.test('a key is there once: two entries could bind it differently', async (t) => {
  const twice = [{ key: 'planted', operations: ['read'] }, { sha256: digest('planted') }]
  t.match(faultsOf(t, twice), 'API_KEYS_FILE: /1: expected another key')
  t.match(
    faultsOf(t, [{ key: 'planted', operations: ['read'] }], { API_KEYS: 'planted' }),
    'API_KEYS_FILE: expected other keys than those of API_KEYS'
  )
})
