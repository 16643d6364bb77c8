// npm run chaos [-- --seconds N --seed S]
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createRandom, readSeed } from '../fixtures/random.ts'
import { exitOnSignals, freePort, restartable } from '../fixtures/restartable.ts'
import { createLedger, runClient } from './client.ts'
import { startEngine } from './engine.ts'
import { startProxy } from './proxy.ts'
import { report } from './report.ts'
import { judgeAccounts } from './subjects/transfer.ts'
import { supervise } from './supervisor.ts'
import { readTable } from './table.ts'

const CLIENTS = 64
const REQUEST_TIMEOUT_MS = 2_000
const READY_MS = 20_000
/** How long the run has no faults, before the first measurement of memory. */
const WARM_UP_MS = 3_000
// How much longer than its time limit a request may take on a busy machine before it counts as
// hanging.
const MARGIN_MS = 5_000

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '180' }, seed: { type: 'string' } }
})
const seconds = Number(values.seconds)
const seed = readSeed(values.seed)
const tableName = `chaos-${Date.now()}`
console.log(`chaos: ${CLIENTS} clients, ${seconds} s, --seed ${seed}`)

exitOnSignals()
const engine = await startEngine()
const proxy = await startProxy(engine.endpoint, createRandom(seed, 1001))
const port = await freePort()
const address = `http://127.0.0.1:${port}`
const service = restartable({
  command: process.execPath,
  args: [fileURLToPath(new URL('../../src/server.js', import.meta.url))],
  env: {
    PORT: String(port),
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${proxy.port}`,
    TABLE_NAME: tableName,
    REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS),
    LOG_LEVEL: 'silent'
  },
  port,
  path: '/health'
})
await service.start()
await untilReady()

const started = performance.now()
const ledger = createLedger()
let isOver = false
const clients = Array.from({ length: CLIENTS }, (_, number) =>
  runClient({
    number,
    random: createRandom(seed, number),
    url: `${address}/dynamodbmanager`,
    tableName,
    limitMs: REQUEST_TIMEOUT_MS + MARGIN_MS,
    ledger,
    hasTransactions: engine.hasTransactions,
    isOver: () => isOver
  })
)
await delay(WARM_UP_MS)
const memory = { start: service.rss(), end: 0 }
proxy.isFaulty = true
const disasters = await supervise(
  { service, engine, proxy },
  createRandom(seed, 1002),
  seconds - WARM_UP_MS / 1000
)
isOver = true
await Promise.all(clients)
memory.end = service.rss()
proxy.isFaulty = false
await proxy.settled()

const table = await readTable(engine.endpoint, tableName)
for (const subject of ledger.subjects) {
  ledger.findings.push(...subject.judge(table.get(subject.id), table))
}
ledger.findings.push(...judgeAccounts(table))
const isWell = report({
  engine: engine.name,
  seed,
  seconds: (performance.now() - started) / 1000,
  ledger,
  proxy,
  disasters,
  crashes: service.crashes,
  memory
})
await service.kill()
proxy.close()
await engine.stop()
// Exits, because Node may wait for ever for a request on a socket that was reset.
process.exit(isWell ? 0 : 1)

async function untilReady(): Promise<void> {
  const limit = AbortSignal.timeout(READY_MS)
  while (!(await fetch(`${address}/ready`, { signal: limit })).ok) await delay(50)
}
