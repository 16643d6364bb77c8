import { writeFileSync } from 'node:fs'
import t from 'tap'
import { manyItems, startCommandLine } from '../../fixtures/command-line.ts'

t.test('call prints the answer on one line, on a terminal indented, numbers exact', async (t) => {
  const line = await startCommandLine(t)
  const payload = '{"a":9007199254740993}'
  t.match(await line.run(['call', 'echo', payload]), { code: 0, stdout: `${payload}\n` })
  const pretty = await line.run(['call', 'echo', payload], { isTerminal: true })
  t.equal(pretty.stdout, '{\n  "a": 9007199254740993\n}\n')
})

t.test('call takes its payload from a file and from standard input', async (t) => {
  const line = await startCommandLine(t)
  writeFileSync(line.path('payload.json'), '\uFEFF{"a":1}\n')
  t.equal((await line.run(['call', 'echo', `@${line.path('payload.json')}`])).stdout, '{"a":1}\n')
  t.equal((await line.run(['call', 'echo', '-'], { stdin: '[2]' })).stdout, '[2]\n')
  const missing = await line.run(['call', 'echo', `@${line.path('no')}`])
  t.match(missing, { code: 1, stderr: /no: there is no such file/ })
})

t.test('a call that fails writes the error to stderr, and ends with 1', async (t) => {
  const line = await startCommandLine(t)
  const result = await line.run(['call', 'read', '{}', '--table', 'a'])
  t.match(result, { code: 1, stdout: '' })
  t.match(JSON.parse(result.stderr), {
    errorType: 'ValidationException',
    errorMessage: /^\/payload\/Key/
  })
  t.match((await line.run(['call', 'nonsense'])).stderr, 'Unrecognized operation')
})

t.test('call writes sets with the format dynamodb', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const payload = '{"Item":{"id":{"S":"1"},"s":{"NS":["1","2"]}}}'
  await line.run(['call', 'create', payload, '--table', table, '--format', 'dynamodb'])
  t.strictSame(await line.items(table), [payload])
})

t.test('count, tables and describe are JSON, or a table on a terminal', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable([
    { name: 'pk', type: 'S' },
    { name: 'sk', type: 'N' }
  ])
  const items = manyItems(1_234).map((item, n) => ({
    ...item,
    pk: { S: 'p' },
    sk: { N: String(n) }
  }))
  await line.put(table, items)
  const terminal = { isTerminal: true }
  const counted = await line.run(['count', '--table', table])
  t.equal(counted.stdout, '{"Count":1234,"ScannedCount":1234}\n')
  t.equal((await line.run(['count', '--table', table], terminal)).stdout, 'items  1,234\n')
  const part = ['--query', 'pk = :p AND sk < :n', '--values', '{":p":"p",":n":10}']
  t.match(JSON.parse((await line.run(['count', '--table', table, ...part])).stdout), { Count: 10 })
  t.strictSame(JSON.parse((await line.run(['tables'])).stdout), { TableNames: [table] })
  t.equal((await line.run(['tables'], terminal)).stdout, `${table}\n`)
  t.match(JSON.parse((await line.run(['describe', '--table', table])).stdout), {
    Table: { TableName: table }
  })
  const described = await line.run(['describe', '--table', table], terminal)
  t.match(described.stdout, /key +pk:S, sk:N/)
  t.match(described.stdout, /items +1,234/)
})

t.test('copy takes a table to another one, and leaves there what --if-absent says', async (t) => {
  const line = await startCommandLine(t)
  const [from, to] = [await line.makeTable(), await line.makeTable()]
  await line.put(from, manyItems(60))
  await line.put(to, [{ id: { S: '7' }, is: { S: 'old' } }])
  const { code, stderr } = await line.run(['copy', from, to, '--if-absent', '--segments', '3'])
  t.match({ code, stderr }, { code: 0, stderr: /^60 items copied, .*, 1 of them there already/ })
  const items = await line.items(to)
  t.equal(items.length, 60)
  t.ok(items.includes('{"Item":{"id":{"S":"7"},"is":{"S":"old"}}}'))
  t.match(await line.run(['copy', from, 'missing']), {
    code: 1,
    stderr: /ResourceNotFoundException/
  })
})
