import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { manyItems, startCommandLine } from '../../fixtures/command-line.ts'

t.test(
  'a file gets every item, as lines of DynamoDB’s JSON, and nothing is left beside it',
  async (t) => {
    const line = await startCommandLine(t)
    const table = await line.makeTable()
    await line.put(table, manyItems(60))
    const file = line.path('items.json')
    const { code, stderr } = await line.run(['export', file, '--table', table])
    t.equal(code, 0)
    t.match(stderr, /^60 items exported, /)
    t.strictSame(linesOf(readFileSync(file)), await line.items(table))
    t.notOk(existsSync(`${file}.part`))
    t.notOk(existsSync(`${file}.state`))
  }
)

t.test('a name that ends in .gz is packed', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  await line.put(table, manyItems(3))
  const file = line.path('items.jsonl.gz')
  await line.run(['export', file, '--table', table])
  const plain = linesOf(gunzipSync(readFileSync(file)))
  t.strictSame(plain, ['{"id":"1","number":0}', '{"id":"2","number":1}', '{"id":"3","number":2}'])
})

t.test('an empty table is an empty file, packed too', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const file = line.path('items.json.gz')
  t.equal((await line.run(['export', file, '--table', table])).code, 0)
  t.equal(gunzipSync(readFileSync(file)).length, 0)
})

t.test('segments give each item once', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  await line.put(table, manyItems(200))
  const { stdout } = await line.run([
    'export',
    '--table',
    table,
    '--as',
    'dynamodb',
    '--segments',
    '4'
  ])
  t.strictSame(linesOf(stdout), await line.items(table))
})

t.test('a rate reads page by page, and gives each item once', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  await line.put(table, manyItems(200))
  const args = ['export', '--table', table, '--as', 'dynamodb', '--rate', '1000']
  t.strictSame(linesOf((await line.run(args)).stdout), await line.items(table))
})

t.test('a filter and a query choose, with values as plain JSON', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  await line.put(table, manyItems(20))
  const names = ['--names', '{"#n":"number"}']
  const filter = ['--filter', '#n > :n', ...names, '--values', '{":n":17}']
  const filtered = await line.run(['export', '--table', table, '--as', 'jsonl', ...filter])
  t.strictSame(linesOf(filtered.stdout), ['{"id":"19","number":18}', '{"id":"20","number":19}'])
  const query = ['--query', 'id = :id', '--values', '{":id":"7"}']
  const queried = await line.run(['export', '--table', table, '--as', 'jsonl', ...query])
  t.equal(queried.stdout, '{"id":"7","number":6}\n')
})

t.test('plain JSON says once that it loses sets and binary', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  await line.put(table, [
    { id: { S: '1' }, set: { SS: ['a'] } },
    { id: { S: '2' }, binary: { B: 'AQI=' } }
  ])
  const { stderr, stdout, code } = await line.run(['export', '--table', table, '--as', 'jsonl'])
  t.equal(code, 0)
  t.equal(stderr.match(/sets and binary/g)?.length, 1)
  t.match(stdout, '{"id":"1","set":["a"]}')
  const none = await line.run(['export', '--table', table, '--as', 'dynamodb'])
  t.notMatch(none.stderr, /sets and binary/)
})

t.test('a text that looks like a set is none', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  await line.put(table, [{ id: { S: '{"SS":["a"]}' }, B: { S: '{"B":"x"}' } }])
  const { stderr } = await line.run(['export', '--table', table, '--as', 'jsonl'])
  t.notMatch(stderr, /sets and binary/)
})

t.test('a file that is there is replaced by force alone', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const file = line.path('items.json')
  writeFileSync(file, 'mine')
  const { code, stderr } = await line.run(['export', file, '--table', table])
  t.equal(code, 1)
  t.match(stderr, `${file}: it is there already; --force replaces it`)
  t.equal(readFileSync(file, 'utf8'), 'mine')
  t.equal((await line.run(['export', file, '--table', table, '--force'])).code, 0)
  t.equal(readFileSync(file, 'utf8'), '')
})

t.test('interrupted it ends with 130, and goes on with every item once', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  await line.put(table, manyItems(1_000))
  const file = line.path('items.json')
  const args = ['export', file, '--table', table, '--segments', '2', '--rate', '1']
  const stopped = await line.run([...args], {
    isTerminal: true,
    onStderr: (text, interrupt) => /[1-9]\d* items/.test(text) && interrupt()
  })
  t.equal(stopped.code, 130, stopped.stderr)
  t.match(stopped.stderr, '--resume goes on with it')
  t.notOk(existsSync(file))
  const again = await line.run(['export', file, '--table', table])
  t.equal(again.code, 1)
  t.match(again.stderr, '--resume goes on with it, --force begins anew')
  const other = await line.run(['export', file, '--table', table, '--resume'])
  t.match(other.stderr, 'segments was 2, and is 1')
  const resumed = await line.run([...args.slice(0, 6), '--resume'])
  t.equal(resumed.code, 0, resumed.stderr)
  t.match(resumed.stderr, 'of them before')
  t.strictSame(linesOf(readFileSync(file)), await line.items(table))
})

t.test('a table that is not there, and a folder that is not there, are told', async (t) => {
  const line = await startCommandLine(t)
  const missing = await line.run(['export', line.path('a.json'), '--table', 'missing'])
  t.equal(missing.code, 1)
  t.match(missing.stderr, 'ResourceNotFoundException')
  t.notOk(existsSync(line.path('a.json.part')))
  const table = await line.makeTable()
  const { code, stderr } = await line.run(['export', line.path('no/a.json'), '--table', table])
  t.equal(code, 1)
  t.match(stderr, /there is no such file or folder \(ENOENT\)/)
})

function linesOf(text: Buffer | string): string[] {
  return text.toString().split('\n').filter(Boolean).sort()
}
