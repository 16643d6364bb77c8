import { resolve } from 'node:path'
import t, { type Test } from 'tap'
import { request } from '../fixtures/request.ts'
import { type ServerProcess, startServerProcess } from '../fixtures/server-process.ts'

/** Starts the server in a folder whose file `.env` has this content. */
function start(t: Test, content: string | Buffer, env = {}): Promise<ServerProcess> {
  const cwd = t.testdir({ dist: t.fixture('symlink', resolve('dist')), '.env': content })
  return startServerProcess(t, { EMBEDDED_PATH: ':memory:', ...env }, cwd)
}

const body = JSON.stringify({ operation: 'ping' })

for (const [what, content] of Object.entries({
  'a byte order mark': '\ufeffAPI_KEYS=secret\n',
  'a line of blanks': '# mine\n  \nAPI_KEYS=secret\n',
  'a # in quotes': "API_KEYS='secret'\nSTAGE='a' # 'b'\n",
  'lines as on Windows': '# mine\r\nAPI_KEYS=secret\r\n'
})) {
  t.test(`a file with ${what} asks for the key that it sets`, async (t) => {
    const server = await start(t, content)
    t.equal((await request(server.port, { body })).status, 403)
    const headers = { 'x-api-key': 'secret' }
    t.equal((await request(server.port, { body, headers })).status, 200)
  })
}

t.test('all faults of file and environment are in one message, and nothing starts', async (t) => {
  const content = '\nAPI_KEYS=abc#def\nAPI_KEY=planted\nTABLE_KEY=id:B\n'
  const server = await start(t, content, { PORT: 'http', EMBEDDED_PATH: '~/planted' })
  t.same(await server.exited, [1, null])
  t.match(server.lines, [
    'Invalid configuration',
    /^ {2}\.env:2: expected no #/,
    /^ {2}\.env:3: expected API_KEYS, got another name/,
    /^ {2}EMBEDDED_PATH: expected a path without ~/,
    /^ {2}TABLE_KEY: expected name:S or name:N/,
    /^ {2}PORT: expected a whole number/
  ])
  t.equal(server.lines.length, 6, 'without a stack')
  t.notMatch(server.lines.join(), /abc|def/)
})

t.test('a file in UTF-16 opens no door', async (t) => {
  const content = Buffer.from('\ufeffAPI_KEYS=secret\r\n', 'utf16le')
  const server = await start(t, content, { PORT: '0' })
  t.same(await server.exited, [1, null])
  t.match(server.lines, ['Invalid configuration', /\.env:1: .*UTF-16/])
})

t.test('the environment wins over the file', async (t) => {
  const server = await start(t, 'API_KEYS=file\nLOG_LEVEL=trace\n', { API_KEYS: 'environment' })
  const ask = (key: string) => request(server.port, { body, headers: { 'x-api-key': key } })
  t.equal((await ask('file')).status, 403)
  t.equal((await ask('environment')).status, 200)
})

t.test('a probable mistake is logged', async (t) => {
  const server = await start(t, 'SOMETHING=1\n', { API_KEY: 'planted' })
  await server.said('API_KEY is not read: API_KEYS would be')
  await server.said('.env:1: nothing here reads a variable of that name')
})
