import t from 'tap'
import { COMMAND_NAMES, COMMANDS, type CommandRecord } from '../../../src/cli/table/commands.ts'
import { parseArguments } from '../../../src/cli/table/parse-arguments.ts'
import { UsageError } from '../../../src/cli/usage-error.ts'
import { startCommandLine } from '../../fixtures/command-line.ts'

t.test('nothing at all is serve', async (t) => {
  t.match(parseArguments([]), { kind: 'run', command: 'serve', positionals: [], options: {} })
})

t.test('every command has help with its usage, its options and an example', async (t) => {
  const line = await startCommandLine(t)
  const overview = await line.run(['--help'])
  for (const name of COMMAND_NAMES) {
    const { options, examples }: CommandRecord = COMMANDS[name]
    const { code, stdout } = await line.run([name, '--help'])
    t.equal(code, 0)
    for (const option of options) t.match(stdout, `--${option}`)
    for (const example of examples) t.match(stdout, example.line)
    t.ok(examples.length > 0)
    t.match(overview.stdout, name)
    t.strictSame(stdout, (await line.run(['help', name])).stdout)
    for (const text of stdout.split('\n')) {
      if (!text.includes('dynamodbmanager ')) t.ok(text.length <= 80, text)
    }
  }
})

t.test('every example is a command line that is understood', async (t) => {
  for (const name of COMMAND_NAMES) {
    const { examples }: CommandRecord = COMMANDS[name]
    for (const { line } of examples) {
      const [, words = ''] = /dynamodbmanager ([^|)]*)/.exec(line) ?? []
      const args = words.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", '')) ?? []
      t.match(parseArguments(args), { kind: 'run', command: name }, line)
    }
  }
})

const WRONG: [args: string[], told: string | RegExp][] = [
  [['nonsense'], 'Expected one of serve, call, export'],
  [['export', '--table'], /--table/],
  [['export', '--nonsense', '--table', 'a'], /--nonsense/],
  [['export', 'a.json'], 'export: expected --table'],
  [['export', 'a.json', 'b.json', '--table', 'a'], 'export: expected FILE, got "b.json" beside'],
  [['import', '--table', 'a'], 'import: expected FILE'],
  [['count', '--table', 'a', '--if-absent'], /--if-absent/],
  [['call', 'read', '--format', 'xml'], '--format: expected one of json, dynamodb, got "xml"']
]

for (const [args, told] of WRONG) {
  t.test(`${args.join(' ')} is wrong usage`, async (t) => {
    const line = await startCommandLine(t)
    const { code, stderr } = await line.run(args)
    t.equal(code, 2)
    t.match(stderr, told)
  })
}

const REFUSED: [args: string[], told: string | RegExp][] = [
  [['export', '--table', 'a'], 'The format is not known'],
  [['export', '--table', 'a', '--as', 'jsonl', '--resume'], '--resume, --force: expected a FILE'],
  [
    ['export', 'a.json', '--table', 'a', '--segments', '0'],
    '--segments: expected a whole number from 1'
  ],
  [['export', 'a.json', '--table', 'a', '--rate', '-1'], /--rate/],
  [
    ['export', 'a.json', '--table', 'a', '--names', '{}'],
    'expected --query or --filter beside them'
  ],
  [
    ['export', 'a.json', '--table', 'a', '--filter', 'a', '--values', '{'],
    '--values: expected JSON'
  ],
  [
    ['export', 'a.json', '--table', 'a', '--query', 'a', '--segments', '2'],
    '--segments: expected no --query'
  ],
  [['copy', 'a', 'a'], 'copy: expected another TARGET than SOURCE'],
  [
    ['copy', 'a', 'b', '--to-url', 'http://a', '--to-endpoint', 'http://b'],
    '--to-url: expected no --to-endpoint'
  ],
  [['count', '--table', 'a', '--api-key', 'x'], '--api-key: expected --url beside it'],
  [['call', 'read', '{', '--table', 'a'], 'PAYLOAD: expected JSON'],
  [['completion', 'fish'], 'completion: expected bash or zsh, got "fish"']
]

for (const [args, told] of REFUSED) {
  t.test(`${args.join(' ')} is told before anything is done`, async (t) => {
    const line = await startCommandLine(t)
    const { code, stderr } = await line.run(args)
    t.equal(code, 2, stderr)
    t.match(stderr, told)
  })
}

t.test('what is wrong is a UsageError', async (t) => {
  t.throws(() => parseArguments(['nonsense']), UsageError)
})
