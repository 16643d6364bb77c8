import { randomUUID } from 'node:crypto'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { contract } from '../contract/index.ts'
import {
  compose,
  docker,
  fixtureRun,
  inspect,
  type Load,
  memoryOf,
  startLoad
} from '../fixtures/docker.ts'
import { eventually } from '../fixtures/eventually.ts'
import type { Totals } from '../fixtures/load.ts'
import { type Answer, request } from '../fixtures/request.ts'

// Tests the image and the composed stack. container.sh builds the image, names the project and its
// ports, and cleans up. Figures are printed on standard error.
const { COMPOSE_PROJECT_NAME: project = '', PORT = '', BASE_IMAGE: base = '' } = process.env
const image = `${project}-app`
const network = `${project}_default`
const app = `${project}-app-1`
const database = `${project}-dynamodb-1`
const tableName = 'lambda-apigateway'
const MEGABYTE = 1_000_000

t.setTimeout(600_000)

function say(figure: string): void {
  process.stderr.write(`  ${figure}\n`)
}

function get(path: string): Promise<Answer> {
  return request(Number(PORT), { method: 'GET', path })
}

function post(operation: string, payload: object): Promise<Answer> {
  return request(Number(PORT), { body: JSON.stringify({ operation, tableName, payload }) })
}

/** Resolves with the ids of all items in the table, as the service lists them. */
async function listIds(): Promise<Set<string>> {
  const ids = new Set<string>()
  let from: object = {}
  for (;;) {
    const { body } = await post('list', { ProjectionExpression: 'id', ...from })
    const { Items, LastEvaluatedKey } = JSON.parse(body)
    for (const { id } of Items) ids.add(id)
    if (!LastEvaluatedKey) return ids
    from = { ExclusiveStartKey: LastEvaluatedKey }
  }
}

function load(t: Test, clients: number, host = 'app'): Load {
  const name = `${project}-load-${randomUUID()}`
  return startLoad(t, { name, network, image: base, host, tableName, clients })
}

/** Checks that every request has an answer, and every acknowledged write its item. */
async function nothingLost(t: Test, what: string, totals: Totals): Promise<void> {
  const answered = Object.values(totals.answered).reduce((sum, count) => sum + count, 0)
  const found = await listIds()
  const missing = totals.ids?.filter((id) => !found.has(id))
  t.same(totals.lost, [])
  t.same(totals.wrong, [])
  t.same(missing, [])
  t.equal(answered, totals.sent)
  say(
    `${what}: ${totals.sent} sent, ${answered} answered (${JSON.stringify(totals.answered)}), ` +
      `${totals.sent - answered} lost, ${totals.refused} refused; ${totals.acknowledged} writes ` +
      `acknowledged, ${missing?.length} lost; slowest answer ${totals.slowestMs} ms`
  )
}

await t.test('the image has what the lock file says for production, and no more', async (t) => {
  const installed = await docker('run', '--rm', image, 'cat', 'node_modules/.package-lock.json')
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'))
  const expected = Object.entries<{ version: string; dev?: true; optional?: true }>(packages)
    .filter(([path, { dev, optional }]) => path !== '' && !dev && !optional)
    .map(([path, { version }]) => `${path} ${version}`)
  const found = Object.entries<{ version: string }>(JSON.parse(installed).packages)
  t.same(found.map(([path, { version }]) => `${path} ${version}`).sort(), expected.sort())
  const files = await docker('run', '--rm', image, 'ls', '-A', '.', 'dist')
  t.same(files.split('\n').sort(), [
    '',
    '.:',
    'LICENSE',
    'dist',
    'dist:',
    'healthcheck.sh',
    'node_modules',
    'package.json',
    'src'
  ])
  const bytes = await Promise.all([image, base].map((name) => inspect(name, '{{.Size}}')))
  const above = Number(bytes[0]) - Number(bytes[1])
  t.ok(above <= 60 * MEGABYTE, `${above} bytes above the base`)
  say(`image: ${(above / MEGABYTE).toFixed(1)} MB above ${base}`)
})

await t.test(
  'the image runs the server itself, as the user node, and tells how healthy it is',
  async (t) => {
    const config = JSON.parse(await inspect(image, '{{json .Config}}'))
    t.match(config, {
      User: 'node',
      Healthcheck: { Test: ['CMD', './healthcheck.sh', '/health'] },
      Labels: {
        'org.opencontainers.image.title': 'DynamoDBManager',
        'org.opencontainers.image.licenses': 'MIT',
        'org.opencontainers.image.base.name': `docker.io/library/${base}`
      }
    })
    t.same([config.Cmd.at(0), config.Cmd.at(-1)], ['node', 'dist/src/server.js'], 'no shell')
    const commands = (await readFile('Dockerfile', 'utf8')).match(/^CMD .*/gm)
    t.equal(commands?.length, 1, 'of several, docker takes the last and says nothing')
    // The V8 flags are those of the image's own Node; in 128 MB they leave room for the buffers.
    const heapLimit = ['--print', 'v8.getHeapStatistics().heap_size_limit']
    const node = [...config.Cmd.slice(0, -1), ...heapLimit]
    const bytes = Number(await docker('run', '--rm', '--memory', '128m', image, ...node))
    t.ok(bytes > 50 * MEGABYTE && bytes < 100 * MEGABYTE, `${bytes} bytes of heap`)
  }
)

await t.test('up --wait returns with the service answering and the table made', async (t) => {
  const started = performance.now()
  await compose('up', '--detach', '--wait')
  say(`up --wait: healthy after ${((performance.now() - started) / 1000).toFixed(1)} s`)
  t.equal((await get('/ready')).status, 200)
  t.equal((await post('read', { Key: { id: 'none' } })).status, 200)
  say(`memory idle: app ${await memoryOf(app)}, dynamodb ${await memoryOf(database)}`)
  const published = await docker('ps', '--filter', `name=${project}`, '--format', '{{.Ports}}')
  t.notMatch(published, /0\.0\.0\.0|\[::\]/, 'loopback only')
})

await t.test('the composed stack keeps the contract', async (t) => {
  const send = (given: Parameters<typeof request>[1]) => request(Number(PORT), given)
  contract(t, { send, tableName, engine: 'dynamodb-local' })
})

await t.test(
  'more of the largest bodies than it has room for do not end the composed service',
  async (t) => {
    for (let round = 1; round <= 3; round++) await large(t, Number(PORT), 8, 6_000_000)
    for (const value of ['{}', '[]', '0.12345678901234567']) {
      const { status } = await request(Number(PORT), { body: bodyOf(value, 6_000_000) })
      t.equal(status, 413, `${value}, and more of them`)
    }
    t.equal(await inspect(app, '{{.State.OOMKilled}} {{.RestartCount}}'), 'false 0')
  }
)

await t.test('the log is a line of JSON for each event', async (t) => {
  for (const line of (await docker('logs', app)).split('\n')) t.type(JSON.parse(line), 'object')
})

await t.test('the database dies and comes back under load', async (t) => {
  const running = load(t, 32)
  await running.until('writes', ({ acknowledged }) => acknowledged > 50)
  await docker('kill', database)
  await running.until('503 meanwhile', ({ answered }) => (answered[503] ?? 0) > 200)
  t.equal((await get('/health')).status, 200)
  t.equal((await get('/ready')).status, 503)
  const before = (await running.until('totals', () => true)).acknowledged
  await docker('start', database)
  await running.until('writes again', ({ acknowledged }) => acknowledged > before + 50)
  const totals = await running.totals('stop')
  t.equal(totals.refused, 0)
  await nothingLost(t, 'database killed and started', totals)
})

await t.test('docker stop under load: what was accepted is answered', async (t) => {
  const clients = 32
  const running = load(t, clients)
  await running.until('writes', ({ acknowledged }) => acknowledged > 50)
  const started = performance.now()
  await docker('stop', app)
  const seconds = (performance.now() - started) / 1000
  const totals = await running.totals('wait')
  t.equal(await inspect(app, '{{.State.ExitCode}}'), '0')
  t.ok(seconds < 10, `${seconds} s`)
  t.equal(totals.refused, clients, 'each client was answered, then refused')
  await compose('up', '--detach', '--wait')
  await nothingLost(t, `docker stop after ${seconds.toFixed(1)} s`, totals)
})

await t.test('down and up: it waits for its database, and the items are there', async (t) => {
  const before = await listIds()
  t.ok(before.size > 100)
  await compose('down')
  await compose('up', '--detach', '--no-deps', 'app')
  await eventually('/health', () =>
    get('/health').then(
      ({ status }) => status === 200,
      () => false
    )
  )
  t.equal((await get('/ready')).status, 503)
  const early = await post('read', { Key: { id: 'none' } })
  t.match([early.status, early.headers['retry-after']], [503, /\d/])
  await eventually('its word', async () => {
    return (await docker('logs', app)).includes('waiting for the database')
  })
  await compose('up', '--detach', '--wait')
  t.equal((await get('/ready')).status, 200)
  t.same(await listIds(), before)
  t.equal(await inspect(app, '{{.RestartCount}}'), '0')
})

/** Makes a body of about this many bytes that repeats one JSON value. */
function bodyOf(value: string, bytes: number): string {
  const values = Array(Math.floor(bytes / (value.length + 1))).fill(value)
  return `{"operation":"echo","payload":[${values.join()}]}`
}

/**
 * Sends this many bodies of that size at once, with members as small as those of items. Those that
 * fit are served.
 */
async function large(t: Test, port: number, count: number, bytes: number): Promise<void> {
  const body = bodyOf('{"id":"1234ABCD","number":5,"text":"some text"}', bytes)
  const answers = await Promise.all(Array.from({ length: count }, () => request(port, { body })))
  const statuses = answers.map(({ status }) => status)
  t.ok(statuses.includes(200), `${count} bodies of ${body.length} bytes at once: ${statuses}`)
  t.ok(statuses.every((status) => status === 200 || status === 503))
}

/** Starts a container of the image beside the stack; it ends with the test. */
async function run(t: Test, name: string, ...options: string[]): Promise<string> {
  const container = `${project}-${name}`
  t.teardown(() => docker('rm', '--force', container))
  await docker('run', '--detach', '--name', container, '--network', network, ...options)
  return container
}

async function portOf(container: string): Promise<number> {
  return Number((await docker('port', container, '3000')).split(':').at(-1))
}

await t.test('it works read-only, without capabilities, in 128 MB under load', async (t) => {
  const limits = ['--read-only', '--cap-drop', 'ALL', '--memory', '128m', '--memory-swap', '128m']
  const endpoint = ['--env', 'AWS_ENDPOINT_URL_DYNAMODB=http://dynamodb:8000']
  const published = ['--publish', '127.0.0.1::3000']
  const hardened = await run(t, 'hardened', ...limits, ...endpoint, ...published, image)
  const started = performance.now()
  await eventually('healthy', async () => {
    return (await inspect(hardened, '{{.State.Health.Status}}')) === 'healthy'
  })
  say(`docker run: healthy after ${((performance.now() - started) / 1000).toFixed(1)} s`)
  say(`memory idle, hardened: ${await memoryOf(hardened)}`)
  const running = load(t, 64, hardened)
  await running.until('answers', ({ answered }) => (answered[200] ?? 0) > 3000)
  say(`memory under load, hardened: ${await memoryOf(hardened)}`)
  await nothingLost(t, 'hardened', await running.totals('stop'))
  const port = await portOf(hardened)
  for (let round = 1; round <= 5; round++) await large(t, port, 16, 1_000_000)
  t.equal(await inspect(hardened, '{{.State.OOMKilled}} {{.State.Running}}'), 'false true')
  t.equal(await docker('exec', hardened, 'id', '-un'), 'node')
  await docker('stop', hardened)
  t.equal(await inspect(hardened, '{{.State.ExitCode}}'), '0')
})

/** Makes a directory like ~/.aws, which only its owner may read; the owner is not root. */
async function makeProfile(t: Test): Promise<{ home: string; uid: number }> {
  const home = await mkdtemp(join(tmpdir(), 'aws-'))
  t.teardown(() => rm(home, { recursive: true }))
  const key = 'aws_access_key_id = PROFILE\naws_secret_access_key = test'
  await writeFile(join(home, 'config'), '[profile lab]\nregion = eu-west-1\n', { mode: 0o600 })
  await writeFile(join(home, 'credentials'), `[lab]\n${key}\n`, { mode: 0o600 })
  const uid = process.getuid?.() || 1000
  for (const path of [home, join(home, 'config'), join(home, 'credentials')]) {
    await chown(path, uid, -1)
  }
  return { home, uid }
}

await t.test('on AWS: variables, a mounted profile, the platform’s role', async (t) => {
  await run(t, 'aws', ...fixtureRun(base, '/fixtures/aws.js'))
  const aws = `http://${project}-aws`
  const { home, uid } = await makeProfile(t)
  const ways: Record<string, string[]> = {
    'VARIABLES in eu-central-1': [
      '--env=AWS_REGION=eu-central-1',
      '--env=AWS_ACCESS_KEY_ID=VARIABLES',
      '--env=AWS_SECRET_ACCESS_KEY=test'
    ],
    'PROFILE in eu-west-1': [
      `--user=${uid}`,
      `--volume=${home}:/aws/.aws:ro`,
      '--env=HOME=/aws',
      '--env=AWS_PROFILE=lab'
    ],
    'ROLE in us-east-2': [
      '--env=AWS_REGION=us-east-2',
      `--env=AWS_EC2_METADATA_SERVICE_ENDPOINT=${aws}`
    ]
  }
  for (const [signedBy, options] of Object.entries(ways)) {
    const name = `aws-${signedBy.split(' ')[0]?.toLowerCase()}`
    const url = ['--publish=127.0.0.1::3000', `--env=AWS_ENDPOINT_URL=${aws}`]
    const container = await run(t, name, ...url, ...options, image)
    const port = await portOf(container)
    const isReady = () =>
      request(port, { method: 'GET', path: '/ready' }).then(
        ({ status }) => status === 200,
        () => false
      )
    await eventually('/ready', isReady)
    const payload = { Key: { id: 'who' } }
    const { body } = await request(port, {
      body: JSON.stringify({ operation: 'read', tableName, payload })
    })
    t.equal(JSON.parse(body).Item.id, signedBy)
    t.notMatch(await docker('logs', container), /table (made|found)/, 'AWS has its tables')
  }
})

await t.test('down -v leaves nothing', async (t) => {
  await compose('down', '--volumes')
  const label = ['--filter', `label=com.docker.compose.project=${project}`, '--quiet']
  for (const kind of ['container', 'volume', 'network']) {
    const all = kind === 'container' ? ['--all'] : []
    t.equal(await docker(kind, 'ls', ...all, ...label), '', kind)
  }
})
