import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { OURS } from './servers.js'
import { median, toTable, withSpread } from './statistics.js'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))
const events = {
  echo: '{"operation":"echo","payload":{"key":"value"}}',
  read: '{"operation":"read","tableName":"lambda-apigateway","payload":{"Key":{"id":"small"}}}'
}

/**
 * Measures the CPU from process start to the first echo and the first read, less that of an empty
 * handler. Prints a table, and resolves with our results and boto3's.
 */
export async function measureStarts(endpoint, { rounds }) {
  const directory = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    const plain = await bundlePlain(directory)
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      // Python then compiles its byte code once, before anything is measured.
      PYTHONPYCACHEPREFIX: join(directory, 'pycache')
    }
    delete env.PYTHONDONTWRITEBYTECODE
    const node = (module) => [process.execPath, path('start/run.js'), module]
    const python = (module) => ['python3', path('start/run.py'), module]
    const functions = {
      [OURS]: node(path('../dist/lambda/index.mjs')),
      'plain SDK bundle': node(plain),
      'Node, empty': node(path('start/empty.js')),
      boto3: python('boto'),
      'Python, empty': python('empty')
    }
    const results = runAll(functions, env, rounds * 4)
    printStarts(results)
    const sizes = [path('../dist/lambda/index.mjs'), plain].map(
      async (file) => (await stat(file)).size
    )
    const [ours, theirs] = await Promise.all(sizes)
    console.log(`\nBundles: DynamoDBManager ${ours} bytes, plain SDK ${theirs} bytes.`)
    return toResults(results)
  } finally {
    await rm(directory, { recursive: true })
  }
}

async function bundlePlain(directory) {
  const outfile = join(directory, 'plain.mjs')
  await build({
    entryPoints: [path('start/plain.js')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    mainFields: ['module', 'main']
  })
  return outfile
}

function runAll(functions, env, rounds) {
  const results = new Map()
  for (let round = 0; round <= rounds; round++) {
    for (const [name, [command, ...args]] of Object.entries(functions)) {
      for (const [event, text] of Object.entries(events)) {
        const { status, stderr } = spawnSync(command, [...args, text], { env, encoding: 'utf8' })
        const key = `${name}: ${event}`
        if (status !== 0) {
          // Python or boto3 is not installed.
          results.delete(key)
          continue
        }
        // The first round is not counted: it fills the disk's cache and Python's.
        if (round === 0) results.set(key, [])
        else results.get(key)?.push(Number(stderr.trim().split('\n').at(-1)))
      }
    }
  }
  return results
}

/** The empty handler that is subtracted from each function. */
const EMPTY = { [OURS]: 'Node, empty', 'plain SDK bundle': 'Node, empty', boto3: 'Python, empty' }

function above(results, name, event) {
  const base = results.get(`${EMPTY[name]}: ${event}`)
  return base && results.get(`${name}: ${event}`)?.map((figure) => figure - median(base))
}

function toResults(results) {
  const toRounds = (event) => (name) => [
    name,
    above(results, name, event)?.map((start) => ({ start }))
  ]
  return new Map(
    Object.keys(events).map((event) => [
      `first ${event}`,
      new Map([OURS, 'boto3'].map(toRounds(event)))
    ])
  )
}

function printStarts(results) {
  const rows = Object.keys(EMPTY).map((name) => [
    name,
    ...Object.keys(events).flatMap((event) => {
      const figures = above(results, name, event)
      const python = above(results, 'boto3', event)
      if (!figures) return ['not run', '']
      return [withSpread(figures, 1), python ? (median(figures) / median(python)).toFixed(2) : '']
    })
  ])
  console.log('\n### Cold start: CPU from process start, ms above an empty handler\n')
  console.log(toTable([['function', 'first echo', '/ boto3', 'first read', '/ boto3'], ...rows]))
}
