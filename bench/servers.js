import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const path = (name) => fileURLToPath(new URL(name, import.meta.url))

export const OURS = 'DynamoDBManager'
export const peers = {
  express: 'Express + DocumentClient',
  fastify: 'Fastify + DocumentClient',
  bare: 'bare Fastify',
  floor: 'floor',
  dynalite: 'dynalite'
}

// Our server runs with the flags of `npm start`.
const { scripts } = JSON.parse(readFileSync(path('../package.json'), 'utf8'))
const ours = {
  script: '../dist/src/server.js',
  flags: scripts.start.split(' ').filter((word) => word.startsWith('--'))
}

const BATCHES = ['query 20', 'batchRead 25', 'batchWrite 25']
const DYNAMODB = ['read', 'read 20 KB', 'create', 'update', 'list 1 MB', ...BATCHES]
/** No peer takes values in AWS's own form, so these are compared with our plain JSON. */
const TYPED = ['typed read', 'typed create']
const LOCAL = ['ping', 'echo 1 KB', 'echo 1 MB']

/** Each server that is measured, and its scenarios. */
export const servers = {
  [OURS]: {
    ...ours,
    env: { LOG_LEVEL: 'silent' },
    in: [...LOCAL, ...DYNAMODB, ...TYPED]
  },
  'with its log': {
    ...ours,
    env: { LOG_LEVEL: 'info' },
    in: [...LOCAL, ...DYNAMODB]
  },
  [peers.express]: { script: 'peers/express.js', in: [...LOCAL, ...DYNAMODB] },
  [peers.fastify]: { script: 'peers/fastify.js', in: DYNAMODB },
  [peers.bare]: { script: 'peers/bare.js', in: LOCAL },
  [peers.floor]: { script: 'peers/floor.js', in: DYNAMODB }
}

/** Starts a script with an IPC channel, and drops its output; `stop()` ends it. */
function start({ script, flags = [] }, env) {
  const child = fork(path(script), {
    execArgv: [...flags, '--import', new URL('probe.js', import.meta.url).href],
    env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc']
  })
  child.once('exit', (code) => {
    if (!child.killed) throw new Error(`${script} ended by itself, with code ${code}`)
  })
  return {
    message: async () => (await once(child, 'message'))[0],
    /**
     * Resolves with what the process has used so far: microseconds of CPU, bytes of resident
     * memory.
     */
    usage: async () => {
      child.send('usage')
      const [{ cpu, rss }] = await once(child, 'message')
      return { cpu: cpu.user + cpu.system, rss }
    },
    stop: async () => {
      const closed = once(child, 'exit')
      child.kill('SIGTERM')
      await closed
    }
  }
}

/** Our server with the embedded database, whose files are in a folder. */
export const embedded = (folder) => ({
  ...ours,
  env: { LOG_LEVEL: 'silent', DYNAMODB: 'embedded', EMBEDDED_PATH: folder }
})

/** Our server with an engine at an address. */
export const behind = () => ({ ...ours, env: { LOG_LEVEL: 'silent' } })

/** Starts dynalite with its files in a folder. */
export async function startDynalite(folder) {
  const engine = start({ script: 'dynalite.js' }, { DATA: folder })
  const { port } = await engine.message()
  return { endpoint: `http://127.0.0.1:${port}`, stop: engine.stop }
}

/** Starts the engine that all servers use, unless AWS_ENDPOINT_URL_DYNAMODB names one. */
export async function startEngine() {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB
  if (given) return { name: given, endpoint: given, stop: async () => {} }
  const engine = start({ script: 'engine.js' }, {})
  const { port } = await engine.message()
  return {
    name: 'bench/engine.js, in memory',
    endpoint: `http://127.0.0.1:${port}`,
    stop: engine.stop
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

/** Starts a server with this engine, and waits for its first answer. */
export async function startServer(name, endpoint, { env, ...program } = servers[name]) {
  const port = await freePort()
  const started = performance.now()
  const server = start(program, {
    PORT: port,
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL_DYNAMODB: endpoint }),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ...env
  })
  const url = `http://127.0.0.1:${port}/dynamodbmanager`
  while (!(await isAnswering(url))) await delay(5)
  return { ...server, name, url, startMs: performance.now() - started }
}

/** Says whether the server answers at all. */
const isAnswering = (url) =>
  fetch(url).then(
    (response) => response.arrayBuffer().then(() => true),
    () => false
  )

/** Sends one request, and resolves with its status. */
export async function post(url, body) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body })
  await response.arrayBuffer()
  return response.status
}
