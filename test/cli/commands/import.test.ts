import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { type CommandLine, startCommandLine } from '../../fixtures/command-line.ts'

t.test('a byte order mark, CRLF, empty lines and an end without a newline are taken', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const file = write(line, 'items.jsonl', '\uFEFF{"id":"1"}\r\n\r\n\n{"id":"2"}\r\n{"id":"3"}')
  const { code, stderr } = await line.run(['import', file, '--table', table])
  t.equal(code, 0, stderr)
  t.match(stderr, /^3 items imported/)
  t.equal((await line.items(table)).length, 3)
  t.notOk(existsSync(`${file}.${table}.state`))
})

t.test('standard input is taken, numbers exact', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const stdin = '{"id":"1","n":9007199254740993}\n'
  await line.run(['import', '-', '--as', 'jsonl', '--table', table], { stdin })
  t.strictSame(await line.items(table), ['{"Item":{"id":{"S":"1"},"n":{"N":"9007199254740993"}}}'])
})

const BILLION = '1'.repeat(1_000)
const REFUSED: [name: string, text: string, told: string | RegExp][] = [
  ['no JSON', '{"id":"1"}\nnonsense\n', /items\.jsonl:2: no JSON: /],
  [
    'a line that is cut',
    '{"id":"1"}\n{"id":"2',
    /items\.jsonl:2: no JSON: .*ends in the middle of the line/
  ],
  [
    'no object',
    '{"id":"1"}\n[1]\n',
    'items.jsonl:2: expected an item, which is an object, got an array'
  ],
  [
    'no key',
    '{"id":"1"}\n{"no":1}\n',
    'items.jsonl:2: /id: expected the key of the table, of type S, got nothing'
  ],
  ['a key of another type', '{"id":"1"}\n{"id":2}\n', /items\.jsonl:2: .*key element/],
  [
    'too many digits',
    `{"id":"1"}\n{"id":"2","n":${BILLION}}\n`,
    /items\.jsonl:2: \/n: expected a number of at most 38/
  ],
  [
    'a lone surrogate',
    '{"id":"1"}\n{"id":"2","a":{"b":"\\ud800"}}\n',
    'items.jsonl:2: /a/b: expected well-formed Unicode'
  ],
  [
    'an item over 400 KB',
    `{"id":"1"}\n{"id":"2","a":"${'x'.repeat(409_600)}"}\n`,
    /items\.jsonl:2: .*size/i
  ],
  [
    'a line that is too long',
    `{"id":"1"}\n{"id":"2","n":${'1'.repeat(17_000_000)}}\n`,
    /items\.jsonl:2: expected a line of at most 16777216 bytes, got 17/
  ]
]

for (const [name, text, told] of REFUSED) {
  t.test(
    `${name} is told with its line, and ends the import; with --rejects it goes on`,
    async (t) => {
      const line = await startCommandLine(t)
      const table = await line.makeTable()
      const file = write(line, 'items.jsonl', text)
      const { code, stderr } = await line.run(['import', file, '--table', table])
      t.equal(code, 1)
      t.match(stderr, told)
      const rejects = line.path('rejects.jsonl')
      const rest = await line.run(['import', file, '--table', table, '--rejects', rejects])
      t.equal(rest.code, 1)
      t.match(rest.stderr, '1 lines were refused')
      t.strictSame(await line.items(table), ['{"Item":{"id":{"S":"1"}}}'])
      t.match(JSON.parse(readFileSync(rejects, 'utf8')), { file, line: 2, reason: String })
    }
  )
}

t.test('bytes that are no UTF-8 are told with their line', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const file = line.path('items.jsonl')
  writeFileSync(file, Buffer.from([0x7b, 0xff, 0x7d, 0x0a]))
  const { stderr } = await line.run(['import', file, '--table', table])
  t.match(stderr, 'items.jsonl:1: expected UTF-8')
})

t.test('many refused lines in one batch leave the others in', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const text = Array.from({ length: 100 }, (_, n) =>
    n % 3 === 0 ? `{"id":${n}}` : `{"id":"${n}"}`
  ).join('\n')
  const file = write(line, 'items.jsonl', text)
  const rejects = line.path('rejects')
  await line.run(['import', file, '--table', table, '--rejects', rejects])
  t.equal((await line.items(table)).length, 66)
  const lines = readFileSync(rejects, 'utf8').trim().split('\n')
  const numbers = lines.map((text) => JSON.parse(text).line).sort((a, b) => a - b)
  t.strictSame(
    numbers,
    Array.from({ length: 34 }, (_, n) => 3 * n + 1)
  )
})

t.test('of one key in several lines, in one batch too, the last one stays', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable([{ name: 'id', type: 'N' }])
  const spellings = ['1', '1.0', '1e0', '10e-1']
  const lines = Array.from({ length: 200 }, (_, n) => `{"id":${spellings[n % 4]},"n":${n}}`)
  const file = write(line, 'items.jsonl', lines.join('\n'))
  t.equal((await line.run(['import', file, '--table', table])).code, 0)
  t.strictSame(await line.items(table), ['{"Item":{"id":{"N":"1"},"n":{"N":"199"}}}'])
})

t.test('refused lines do not overwrite a file that is there', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const rejects = write(line, 'rejects', 'mine')
  const file = write(line, 'items.jsonl', 'nonsense\n')
  const { code, stderr } = await line.run(['import', file, '--table', table, '--rejects', rejects])
  t.match({ code, stderr }, { code: 1, stderr: `${rejects}: it is there already` })
  t.equal(readFileSync(rejects, 'utf8'), 'mine')
})

t.test('--if-absent leaves items alone that are there', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  await line.put(table, [{ id: { S: '1' }, is: { S: 'old' } }])
  const file = write(line, 'items.jsonl', '{"id":"1","is":"new"}\n{"id":"2","is":"new"}\n')
  const { stderr, code } = await line.run(['import', file, '--table', table, '--if-absent'])
  t.equal(code, 0)
  t.match(stderr, '1 of them there already')
  t.strictSame(await line.items(table), [
    '{"Item":{"id":{"S":"1"},"is":{"S":"old"}}}',
    '{"Item":{"id":{"S":"2"},"is":{"S":"new"}}}'
  ])
})

t.test('gzip that is cut, and what is no gzip, are told; what came before is in', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const text = Array.from({ length: 5_000 }, (_, n) => `{"id":"${n}","r":${Math.random()}}\n`).join(
    ''
  )
  const packed = gzipSync(text)
  const file = line.path('items.jsonl.gz')
  writeFileSync(file, packed.subarray(0, packed.length / 2))
  const { code, stderr } = await line.run(['import', file, '--table', table])
  t.equal(code, 1)
  t.match(stderr, `${file}: expected gzip to its end, but it is cut`)
  writeFileSync(file, text)
  t.match(
    (await line.run(['import', file, '--table', table])).stderr,
    /expected gzip, got other bytes/
  )
  writeFileSync(file, packed)
  t.equal((await line.run(['import', file, '--table', table, '--resume'])).code, 0)
  t.equal((await line.items(table)).length, 5_000)
})

t.test('a line that was refused can be mended, and the import goes on', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const lines = Array.from({ length: 300 }, (_, n) => `{"id":"${n}"}`)
  const file = write(line, 'items.jsonl', lines.with(200, 'nonsense').join('\n'))
  const stopped = await line.run(['import', file, '--table', table])
  t.match(stopped.stderr, /items\.jsonl:201: no JSON/)
  t.match(stopped.stderr, '--resume goes on')
  const { done } = JSON.parse(readFileSync(`${file}.${table}.state`, 'utf8'))
  t.equal(done.place.line, 200)
  write(line, 'items.jsonl', lines.join('\n'))
  t.equal((await line.run(['import', file, '--table', table, '--resume'])).code, 0)
  t.equal((await line.items(table)).length, 300)
})

t.test('the folder of an export to S3 is read by its manifest', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const root = line.path('AWSDynamoDB/01234-abc')
  mkdirSync(`${root}/data`, { recursive: true })
  writeFileSync(
    `${root}/data/a.json.gz`,
    gzipSync('{"Item":{"id":{"S":"1"},"s":{"NS":["1","2"]}}}\n')
  )
  writeFileSync(
    `${root}/data/b.json.gz`,
    gzipSync('{"Item":{"id":{"S":"2"}}}\n{"Item":{"id":{"S":"3"}}}\n')
  )
  const manifest = (itemCount: number) =>
    [
      ['a', 1],
      ['b', itemCount]
    ]
      .map(([name, count]) =>
        JSON.stringify({
          itemCount: count,
          dataFileS3Key: `AWSDynamoDB/01234-abc/data/${name}.json.gz`
        })
      )
      .join('\n')
  writeFileSync(`${root}/manifest-files.json`, manifest(2))
  writeFileSync(`${root}/manifest-summary.json`, '{"outputFormat":"DYNAMODB_JSON","itemCount":3}')
  const { code, stderr } = await line.run(['import', line.folder, '--table', table])
  t.equal(code, 0, stderr)
  t.equal((await line.items(table)).length, 3)
  writeFileSync(`${root}/manifest-files.json`, manifest(3))
  t.match(
    (await line.run(['import', root, '--table', table])).stderr,
    /b\.json\.gz: expected 3 items, as the manifest says, got 2/
  )
  writeFileSync(`${root}/manifest-summary.json`, '{"outputFormat":"ION"}')
  t.match(
    (await line.run(['import', root, '--table', table])).stderr,
    'expected DYNAMODB_JSON, got ION'
  )
})

t.test('what is no import is told before anything is done', async (t) => {
  const line = await startCommandLine(t)
  const table = await line.makeTable()
  const missing = await line.run(['import', line.path('no.jsonl'), '--table', table])
  t.match(missing, { code: 1, stderr: /no\.jsonl: there is no such file or folder/ })
  const unknown = await line.run(['import', line.path('a.txt'), '--table', table])
  t.match(unknown, { code: 2, stderr: /The format is not known/ })
  const as = await line.run(['import', line.path('a'), '--as', 'xml', '--table', table])
  t.match(as, { code: 2, stderr: '--as: expected one of jsonl, dynamodb, csv, got "xml"' })
  const file = write(line, 'a.jsonl', '{"id":"1"}\n')
  const gone = await line.run(['import', file, '--table', 'missing'])
  t.match(gone, { code: 1, stderr: /ResourceNotFoundException/ })
  const folder = await line.run(['import', line.folder, '--table', table])
  t.match(folder, {
    code: 1,
    stderr: 'expected the folder of an export, with its manifest-summary.json'
  })
})

function write(line: CommandLine, name: string, text: string): string {
  writeFileSync(line.path(name), text)
  return line.path(name)
}
