// npm run fuzz [-- --requests N --seed S] [-- --seed S --only N]
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readSeed } from '../fixtures/random.ts'
import { exitOnSignals, freePort, restartable } from '../fixtures/restartable.ts'
import { createFuzzer } from './fuzzer.ts'
import { BODY_LIMIT } from './send.ts'

const BATCH = 2_500
const PROGRESS = 50_000
const READY_MS = 20_000
/**
 * How many requests come before memory is measured. The lowest figure of the first tenth after that
 * is compared with the lowest of the last tenth.
 */
const WARM_UP = 5_000
const WINDOW = 0.1
const MAX_GROWTH = 1.3
const MAX_FINDINGS = 100

// Runs the server with the V8 flags of `npm start`, which decide how the heap grows.
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
const FLAGS: string[] = scripts.start.split(' ').filter((word: string) => word.startsWith('--'))

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '1000000' },
    seed: { type: 'string' },
    only: { type: 'string' }
  }
})
const requests = Number(values.requests)
const seed = readSeed(values.seed)
const tableName = `fuzz-${Date.now()}`
const engine = process.env.AWS_ENDPOINT_URL_DYNAMODB
console.log(`fuzz: ${requests} requests, --seed ${seed}, on ${engine ?? 'the embedded engine'}`)

exitOnSignals()
// The database writes to disk; in memory, its items would count as the service's.
const path = await mkdtemp(join(tmpdir(), 'fuzz-'))
const port = await freePort()
const service = restartable({
  command: process.execPath,
  args: [...FLAGS, fileURLToPath(new URL('../../src/server.js', import.meta.url))],
  env: {
    PORT: String(port),
    TABLE_NAME: tableName,
    EMBEDDED_PATH: path,
    BODY_LIMIT: String(BODY_LIMIT),
    REQUEST_TIMEOUT_MS: '5000',
    LOG_LEVEL: 'error',
    ...(engine ? { AWS_ENDPOINT_URL_DYNAMODB: engine } : {})
  },
  port,
  path: '/health'
})
await service.start()
await untilReady()
const fuzzer = createFuzzer({ origin: `http://127.0.0.1:${port}`, tableName, seed })

let isWell = false
try {
  if (values.only === undefined) isWell = await runAll()
  else isWell = await fuzzer.show(Number(values.only))
} finally {
  await fuzzer.close()
  await service.kill()
  await rm(path, { recursive: true })
}
process.exitCode = isWell ? 0 : 1

async function runAll(): Promise<boolean> {
  const started = performance.now()
  const memory: number[] = []
  let sent = 0
  while (sent < requests && fuzzer.findings < MAX_FINDINGS) {
    const count = Math.min(BATCH, requests - sent)
    await fuzzer.batch(sent, count)
    sent += count
    if (sent >= WARM_UP) memory.push(service.rss())
    if (sent % PROGRESS === 0) console.log(`  ${sent} sent, ${Math.round(service.rss())} MB`)
  }
  // A heap grows and shrinks; its lowest level shows what is really kept.
  const window = Math.ceil(memory.length * WINDOW)
  const atStart = Math.min(...memory.slice(0, window))
  const atEnd = Math.min(...memory.slice(-window))
  const seconds = (performance.now() - started) / 1000
  print({
    ...Object.fromEntries([...fuzzer.statuses].sort().map(([status, n]) => [nameOf(status), n])),
    ...fuzzer.fates,
    'requests a second': Math.round(sent / seconds),
    'lowest memory at the start, MB': Math.round(atStart),
    'lowest memory at the end, MB': Math.round(atEnd),
    findings: fuzzer.findings,
    'crashes of the service': service.crashes
  })
  const isFlat = atEnd <= atStart * MAX_GROWTH
  if (!isFlat) console.log(`the memory grew by more than ${MAX_GROWTH}`)
  return isFlat && fuzzer.findings === 0 && service.crashes === 0
}

function nameOf(status: number): string {
  return status === 0 ? 'no answer' : `status ${status}`
}

function print(rows: Record<string, number>): void {
  for (const [name, n] of Object.entries(rows)) {
    console.log(`  ${name.padEnd(30)}${String(n).padStart(10)}`)
  }
}

async function untilReady(): Promise<void> {
  const limit = AbortSignal.timeout(READY_MS)
  while (!(await fetch(`http://127.0.0.1:${port}/ready`, { signal: limit })).ok) await delay(50)
}
