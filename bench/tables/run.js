// Whole tables out and in, beside boto3 and dynamodump: node bench/tables/run.js [--items N]
// [--rounds N] PYTHON names a python3 that has boto3, and dynamodump beside it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median, toTable, withSpread } from '../statistics.js'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' }
  }
})
const count = Number(values.items)
const python = process.env.PYTHON ?? 'python3'
const dynamodump = join(dirname(python), 'dynamodump')
const POLL_MS = 20

const engine = spawn(process.execPath, [path('engine.js'), values.items], {
  stdio: ['ignore', 'pipe', 'inherit']
})
const [line] = await once(engine.stdout, 'data')
const port = String(line).trim()
const endpoint = `http://127.0.0.1:${port}`
const folder = await mkdtemp(join(tmpdir(), 'bench-'))
const file = (name) => join(folder, name)
const env = {
  PATH: process.env.PATH,
  AWS_ENDPOINT_URL_DYNAMODB: endpoint,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true'
}
const ours = (...args) => [process.execPath, path('../../dist/src/cli.js'), ...args, '--quiet']
const exportAs = (name) => ours('export', file(name), '--table', 'items', '--force')
const dump = (mode) => [
  dynamodump,
  '-m',
  mode,
  '-r',
  'local',
  '-s',
  'items',
  '-d',
  'items',
  '--host',
  '127.0.0.1',
  '--port',
  port,
  '--accessKey',
  'test',
  '--secretKey',
  'test',
  '--dumpPath',
  file('dump'),
  '--log',
  'ERROR',
  ...(mode === 'restore' ? ['--dataOnly'] : [])
]

/** In the order of a round: what is imported was exported before. */
const subjects = {
  'export, dynamodb': exportAs('out.json'),
  'export, jsonl': exportAs('out.jsonl'),
  'export, csv': exportAs('out.csv'),
  'boto3 paginator': [python, path('boto_export.py'), endpoint, file('boto.jsonl')],
  'dynamodump backup': dump('backup'),
  'import, jsonl': ours('import', file('out.jsonl'), '--table', 'items'),
  'import, dynamodb': ours('import', file('out.json'), '--table', 'items'),
  'boto3 batch_writer': [python, path('boto_import.py'), endpoint, file('out.jsonl')]
}

try {
  const results = await measureAll()
  print(results)
} finally {
  engine.kill()
  await rm(folder, { recursive: true, force: true })
}

async function measureAll() {
  const results = new Map(Object.keys(subjects).map((name) => [name, []]))
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [name, command] of Object.entries(subjects)) {
      if (!results.has(name)) continue
      const figures = await measure(command)
      // The first round warms the engine's pages, the disk's cache, and Python's.
      if (figures === undefined) results.delete(name)
      else if (round > 0) results.get(name).push(figures)
    }
  }
  return results
}

/**
 * CPU in µs an item, items a second, and the highest resident memory in MB; undefined: it cannot
 * run here.
 */
async function measure(command) {
  if (command[0].includes('/') && !existsSync(command[0])) return undefined
  const script = 'TIMEFORMAT="%R %U %S"; time "$@"'
  const child = spawn('bash', ['-c', script, 'bash', ...command], {
    env,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe']
  })
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid))
  }, POLL_MS)
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])
  clearInterval(timer)
  if (code !== 0) {
    console.error(`not run: ${command.join(' ')}\n${stderr}`)
    return undefined
  }
  const [real, user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { cpu: ((user + system) / count) * 1e6, perSecond: count / real, peak }
}

/** Of what the shell has started. */
function peakOf(shell) {
  try {
    const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim()
    const status = readFileSync(`/proc/${children.split(' ')[0]}/status`, 'utf8')
    return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024
  } catch {
    return 0
  }
}

function print(results) {
  const rows = [...results].map(([name, rounds]) => [
    name,
    withSpread(
      rounds.map(({ cpu }) => cpu),
      1
    ),
    withSpread(rounds.map(({ perSecond }) => perSecond)),
    Math.max(...rounds.map(({ peak }) => peak)).toFixed(0)
  ])
  console.log(`${count} items, ${values.rounds} rounds, Node ${process.version}\n`)
  console.log(toTable([['', 'CPU, µs an item', 'items a second', 'highest memory, MB'], ...rows]))
  const of = (name, figure) => median(results.get(name).map((round) => round[figure]))
  const compared = [
    ['export, dynamodb', 'boto3 paginator', '≤ 0.2'],
    ['export, jsonl', 'boto3 paginator', '≤ 0.2'],
    ['export, dynamodb', 'dynamodump backup', '≤ 0.125'],
    ['export, jsonl', 'dynamodump backup', '≤ 0.125'],
    ['import, jsonl', 'boto3 batch_writer', '≤ 0.25']
  ].filter(([, against]) => results.has(against))
  const ratios = compared.map(([name, against, wanted]) => [
    name,
    against,
    wanted,
    (of(name, 'cpu') / of(against, 'cpu')).toFixed(3),
    (of(name, 'perSecond') / of(against, 'perSecond')).toFixed(1)
  ])
  const head = ['', 'against', 'CPU wanted', 'CPU, ratio', 'items a second, ratio (≥ 3)']
  console.log(`\n${toTable([head, ...ratios])}`)
}
