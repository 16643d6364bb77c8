import { join } from 'node:path'
import t from 'tap'
import { parseEnvFile, readEnvFile } from '../../src/config/env-file.ts'

const parse = (text: string | Uint8Array) => parseEnvFile('.env', Buffer.from(text))

function valuesOf(text: string | Uint8Array): Record<string, string> {
  const { settings, faults } = parse(text)
  t.same(faults, [], JSON.stringify(text))
  return Object.fromEntries(Array.from(settings, ([name, { value }]) => [name, value]))
}

t.test('a setting is read as Compose reads it', async (t) => {
  const right: Record<string, Record<string, string>> = {
    '': {},
    '# mine\n  \n\t\nAPI_KEYS=secret\n': { API_KEYS: 'secret' },
    '\ufeffAPI_KEYS=secret\n': { API_KEYS: 'secret' },
    '\ufeff# mine\r\nAPI_KEYS=secret\r\nPORT=1\r\n': { API_KEYS: 'secret', PORT: '1' },
    'A=1\nB=2': { A: '1', B: '2' },
    ' A = b c \t\n': { A: 'b c' },
    'A=\nB=""\nC=\'\'\n': { A: '', B: '', C: '' },
    'A=b # comment\nB=c  #comment\n': { A: 'b', B: 'c' },
    'A=\'b#c $D "x" \\d\' # comment\n': { A: 'b#c $D "x" \\d' },
    'A="b#c \'d\'"#comment\n': { A: "b#c 'd'" },
    'A=C:\\data\\new\n': { A: 'C:\\data\\new' },
    'A=it\'s=b"c\n': { A: 'it\'s=b"c' },
    'A=grün\n': { A: 'grün' },
    '# \u00a0$x `"\nexports=1': { exports: '1' }
  }
  for (const [text, values] of Object.entries(right)) t.same(valuesOf(text), values, text)
})

t.test('what Compose and Node read differently, or lose, is a fault at its line', async (t) => {
  const wrong: Record<string, RegExp> = {
    'A=b#c': /single quotes/,
    'A= # comment': /single quotes/,
    'A=#b': /single quotes/,
    'A=b\t# comment': /single quotes/,
    'A=$B': /single quotes/,
    'A=b${C}': /single quotes/,
    'A="$B"': /single quotes/,
    'A="C:\\new"': /single quotes/,
    'A="a\\"b"': /single quotes|after the quote/,
    "A='b\\'": /no \\ before the quote/,
    "A='let\\'s'": /after the quote/,
    "A='b": /the quote to end on its line: write a '/,
    'A="b': /the quote to end on its line: write a "/,
    "A='b'c": /nothing but a comment after the quote/,
    "A='b','c'": /nothing but a comment after the quote/,
    'A=`b`': /backtick/,
    'export A=b': /NAME=value, without export/,
    A: /NAME=value, a comment/,
    '=b': /NAME=value, a comment/,
    'A: b': /NAME=value, a comment/,
    'A-B=c': /NAME=value, a comment/,
    '1A=c': /NAME=value, a comment/,
    'A B=c': /NAME=value, a comment/,
    '// A=b': /NAME=value, a comment/,
    'A=b\0c': /U\+0000/,
    '# old\rA=b': /U\+000D/,
    '# old\u2028A=b': /U\+2028/,
    'A=\u00a0b': /U\+00A0/,
    'A=b\u200b': /U\+200B/,
    'A=b\ufeff': /U\+FEFF/
  }
  for (const [line, fault] of Object.entries(wrong)) {
    const { faults } = parse(`# first\n${line}\n# last\n`)
    const title = encodeURI(line)
    t.equal(faults.length, 1, title)
    t.match(faults[0], /^\.env:2: expected /, title)
    t.match(faults[0], fault, title)
  }
})

t.test('a quote that does not end takes no other line with it', async (t) => {
  const { faults } = parse("A='secret\nAPI_KEYS=key\n# it's mine\n")
  t.match(faults, [/^\.env:1: /])
  t.equal(faults.length, 1)
})

t.test('a name twice is a fault that names both lines', async (t) => {
  t.same(parse('A=1\n# \nA=1\n').faults, ['.env:3: expected another name than that of line 1'])
})

t.test('every fault is told, and nothing of the file is repeated', async (t) => {
  const { faults } = parse('planted\nA="planted\nB=planted#planted\nplanted$=\nC=planted`\n')
  t.equal(faults.length, 4)
  t.notMatch(faults.join(), /planted/)
})

t.test('a file that is not UTF-8 is a fault; UTF-16 is told by name', async (t) => {
  const text = 'A=1\nAPI_KEYS=secret\n'
  const little = Buffer.from(text, 'utf16le')
  const big = Buffer.from(little).swap16()
  for (const bytes of [
    Buffer.concat([Buffer.of(0xff, 0xfe), little]),
    Buffer.concat([Buffer.of(0xfe, 0xff), big]),
    little,
    big
  ]) {
    const { settings, faults } = parse(bytes)
    t.same(faults, ['.env:1: expected a file in UTF-8, got UTF-16: save it as UTF-8'])
    t.equal(settings.size, 0)
  }
  const latin = Buffer.from('A=1\nB=grün\nC=3\n', 'latin1')
  t.same(parse(latin).faults, [
    '.env:2: expected a file in UTF-8, got other bytes: save it as UTF-8'
  ])
})

t.test('a file that is not there says nothing; one that cannot be read is a fault', async (t) => {
  const folder = t.testdir({ '.env': 'A=1', link: t.fixture('symlink', './nowhere'), sub: {} })
  t.same(readEnvFile(join(folder, 'missing')).faults, [])
  t.same(readEnvFile(join(folder, '.env')).settings, new Map([['A', { value: '1', line: 1 }]]))
  for (const name of ['link', 'sub']) {
    t.match(readEnvFile(join(folder, name)).faults, [/: expected a file that can be read, got E/])
  }
})
