import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t, { type Test } from 'tap'
import { toOpenApi } from '../../../src/documents/openapi.ts'
import { toCollection } from '../../../src/documents/postman/collection.ts'
import { LAB_TABLE, type TableDescription } from '../../../src/documents/table-description.ts'
import { operations } from '../../../src/operations/table.ts'
import { startEngine } from '../../fixtures/engine.ts'
import { expectAnswer } from '../../fixtures/expect-answer.ts'
import type { Answer } from '../../fixtures/request.ts'
import { type Service, startService } from '../../fixtures/service.ts'

const { endpoint } = await startEngine(t)
const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

function start(t: Test, env: Record<string, string> = {}): Promise<Service> {
  return startService(t, { endpoint, env })
}

function get(service: Service, path: string, headers = {}, method = 'GET'): Promise<Answer> {
  return service.send({ method, path, headers })
}

t.test('GET / is a page for a browser, and an unknown path for anything else', async (t) => {
  const service = await start(t)
  const host = `127.0.0.1:${service.port}`
  const page = await get(service, '/', { ...html, host })
  t.equal(page.status, 200)
  t.match(page.headers, { 'content-type': /^text\/html/, vary: /accept/i })
  t.match(page.body, `curl http://${host}/dynamodbmanager -d`)
  t.match(page.body, service.tableName, 'the curl is for the table that is there')
  t.notMatch(page.body, /<script|<style|style=/, 'nothing that a strict policy forbids')
  const head = await get(service, '/', html, 'HEAD')
  t.match(head, { status: 200, body: '' })
  for (const headers of [{}, { accept: '*/*' }, { accept: 'application/json' }]) {
    const answer = await get(service, '/', headers)
    expectAnswer(t, answer, 403, { message: 'Missing Authentication Token' })
  }
})

for (const TABLE_KEY of ['id:S', 'pk:S,sk:N', 'id:N', "it's:N,number:S"]) {
  t.test(`what the home page shows can be pasted, with TABLE_KEY=${TABLE_KEY}`, async (t) => {
    const service = await start(t, { TABLE_KEY })
    const { body } = await get(service, '/', html)
    const shown = /<pre><code>(.*?)<\/code><\/pre>/s.exec(body)?.[1] ?? ''
    const commands = shown.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code))
    // The script replaces curl by a function that prints the body which curl would send.
    const script = `curl() { printf '%s\\0' "$3"; }\n${commands}`
    const { stdout } = await promisify(execFile)('sh', ['-c', script])
    const [create = '', read = ''] = stdout.split('\0')
    t.equal((await service.post(create)).status, 200, create)
    const answer = await service.post(read)
    t.same(JSON.parse(answer.body).Item, JSON.parse(create).payload.Item)
  })
}

t.test('what the home page links to is there, as it says', async (t) => {
  const service = await start(t)
  await service.post({ operation: 'ping' })
  const { body } = await get(service, '/', html)
  const links = [...body.matchAll(/href="([^"]+)"/g)].map(([, path = '']) => path)
  t.ok(links.length >= 6)
  for (const path of links) {
    const page = await get(service, path)
    const head = await get(service, path, {}, 'HEAD')
    for (const { status } of [page, head]) t.equal(status, 200, path)
    t.same(Object.keys(head.headers).sort(), Object.keys(page.headers).sort(), 'HEAD as GET')
    for (const other of [`${path}/`, path.toUpperCase(), `/Prod${path}`]) {
      t.equal((await get(service, other)).status, 403, other)
    }
    t.equal((await service.send({ path, body: '{}' })).status, 403, `POST ${path}`)
  }
})

t.test('a Host header that is none is not repeated', async (t) => {
  const service = await start(t)
  const { body } = await get(service, '/', { ...html, host: '"><script>alert(1)</script>' })
  t.notMatch(body, 'script')
  t.match(body, 'curl http://127.0.0.1:3000/dynamodbmanager')
})

t.test('if keys are required, the pages need none, and the curl has one', async (t) => {
  const service = await start(t, { API_KEYS: 'planted-key' })
  const { body } = await get(service, '/', html)
  t.match(body, 'x-api-key: YOUR_KEY')
  for (const path of ['/openapi.json', '/postman_collection.json', '/docs']) {
    const answer = await get(service, path)
    t.equal(answer.status, 200, path)
    t.notMatch(answer.body, 'planted-key')
  }
})

t.test('/openapi.json is the document, for the table that is there', async (t) => {
  const service = await start(t)
  const answer = await get(service, '/openapi.json')
  t.match(answer.headers['content-type'], /^application\/json/)
  t.ok(answer.headers['x-amzn-requestid'])
  t.same(JSON.parse(answer.body), toJson(toOpenApi(operations, { table: tableOf(service) })))
  t.equal((await get(service, '/docs/json')).body, answer.body)
})

t.test('the collection is for this server and its table, and is a file to save', async (t) => {
  const service = await start(t)
  const host = `localhost:${service.port}`
  const answer = await get(service, '/postman_collection.json', { host })
  t.match(answer.headers['content-disposition'], /^attachment; filename=".+\.json"$/)
  t.same(
    JSON.parse(answer.body),
    toJson(toCollection(operations, { baseUrl: `http://${host}`, table: tableOf(service) }))
  )
})

t.test('of Swagger UI’s files there are those that its page asks for', async (t) => {
  const service = await start(t)
  const { body } = await get(service, '/docs')
  const files = [...body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, path = '']) => path)
  t.ok(files.length >= 6)
  for (const path of files) t.equal((await get(service, path)).status, 200, path)
  for (const path of [
    '/docs/',
    '/docs/yaml',
    '/docs/static/',
    '/docs/static/index.html',
    '/docs/static/logo.svg',
    '/docs/static/../package.json',
    '/documentation'
  ]) {
    t.equal((await get(service, path)).status, 403, path)
  }
  t.equal((await service.post({ operation: 'ping' })).status, 200)
})

t.test('what ALLOWED_OPERATIONS does not allow is not shown', async (t) => {
  const service = await start(t, { ALLOWED_OPERATIONS: 'read,list' })
  const home = await get(service, '/', html)
  t.match(home.body, '<code>list</code>')
  t.notMatch(home.body, 'create')
  const { body } = await get(service, '/openapi.json')
  t.same(Object.keys(JSON.parse(body).components.schemas).slice(1, 7), [
    'ReadRequest',
    'ReadPayload',
    'ReadAnswer',
    'ListRequest',
    'ListPayload',
    'ListAnswer'
  ])
  const collection = JSON.parse((await get(service, '/postman_collection.json')).body)
  t.same(
    collection.item.map(({ name }: { name: string }) => name),
    ['read', 'list', 'Errors']
  )
  t.notMatch(JSON.stringify(collection), '\\"create\\"')
})

t.test(
  'a file of the page is answered whole, whatever range is asked for, and not twice',
  async (t) => {
    const service = await start(t)
    for (const path of ['/docs/static/swagger-ui.css', '/docs/static/favicon-16x16.png']) {
      const { headers, body } = await get(service, path)
      for (const range of ['bytes=0-0', 'bytes=99999999-']) {
        const answer = await get(service, path, { range })
        t.same([answer.status, answer.body], [200, body], `${path} ${range}`)
      }
      const again = await get(service, path, { 'if-none-match': String(headers.etag) })
      t.same([again.status, again.body], [304, ''])
      t.equal((await get(service, path, { 'if-none-match': '"other"' })).status, 200)
    }
  }
)

t.test(
  'the policy of the pages lets no script and no style run that is not a file of theirs',
  async (t) => {
    const service = await start(t)
    for (const path of ['/', '/docs']) {
      const { headers, body } = await get(service, path, html)
      t.match(headers['content-security-policy'], "script-src 'self';", path)
      t.notMatch(body, /<script(?![^>]*\ssrc=)|<style|\son\w+=/, path)
    }
  }
)

function tableOf({ tableName }: Service): TableDescription {
  return { ...LAB_TABLE, name: tableName }
}

function toJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
