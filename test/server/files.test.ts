import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { run, startServerProcess } from '../fixtures/server-process.ts'

t.jobs = 2

t.test('what was created is there after a stop, and after a kill', async (t) => {
  const path = t.testdir()
  for (const signal of ['SIGTERM', 'SIGKILL', 'SIGKILL'] as const) {
    const server = await startServerProcess(t, { EMBEDDED_PATH: path })
    await server.said('table ')
    t.equal((await run(server, 'create', { Item: { id: `before ${signal}`, n: 1 } })).status, 200)
    server.process.kill(signal)
    await server.exited
  }
  const server = await startServerProcess(t, { EMBEDDED_PATH: path })
  await server.said('table found')
  const { body } = await run(server, 'list')
  t.same(
    JSON.parse(body)
      .Items.map(({ id }: { id: string }) => id)
      .sort(),
    ['before SIGKILL', 'before SIGTERM']
  )
})

t.test('files that another process has open are reported in plain words', async (t) => {
  const path = t.testdir()
  const first = await startServerProcess(t, { EMBEDDED_PATH: path })
  await first.said('table made')
  const second = await startServerProcess(t, { EMBEDDED_PATH: path, PORT: '0' })
  t.same(await second.exited, [1, null])
  t.equal(second.lines.length, 1, 'without a stack')
  t.match(second.lines[0], `${path}: another process has them open.`)
  t.equal((await run(first, 'ping')).status, 200)
})

async function checkRefusedPath(t: Test, path: string, reason: string): Promise<void> {
  const server = await startServerProcess(t, { EMBEDDED_PATH: path, PORT: '0' })
  t.same(await server.exited, [1, null])
  t.equal(server.lines.length, 1, 'without a stack')
  t.match(server.lines[0], `${path}: ${reason}`)
  t.notMatch(server.lines[0], 'another process')
}

t.test('a path for the files that is no folder is reported as such', async (t) => {
  const file = join(t.testdir({ file: '' }), 'file')
  await checkRefusedPath(t, file, 'it is no folder (EEXIST)')
  await checkRefusedPath(t, join(file, 'below'), 'it is no folder (ENOTDIR)')
})

t.test('so are files that are damaged, in LevelDB’s own words', async (t) => {
  const path = join(t.testdir(), 'files')
  const server = await startServerProcess(t, { EMBEDDED_PATH: path })
  await server.said('table made')
  server.process.kill()
  await server.exited
  await writeFile(join(path, 'leveldb', 'CURRENT'), 'junk')
  await checkRefusedPath(t, path, 'they are damaged (Corruption: CURRENT file')
})

const isRoot = process.getuid?.() === 0
t.test('so is one that may not be written', { skip: isRoot && 'root may' }, async (t) => {
  const path = t.testdir()
  await chmod(path, 0o500)
  t.teardown(() => chmod(path, 0o700))
  await checkRefusedPath(t, path, 'it may not be written (EACCES)')
})

t.test('folders above the one for the files are made', async (t) => {
  const server = await startServerProcess(t, { EMBEDDED_PATH: join(t.testdir(), 'above', 'files') })
  await server.said('table made')
})

t.test('an embedded database in memory that dies has its table again', async (t) => {
  // On SIGWINCH the preloaded code terminates the thread that was started last, the database's.
  const preload =
    "process.on('worker',w=>globalThis.last=w).on('SIGWINCH',()=>globalThis.last.terminate())"
  const server = await startServerProcess(t, {
    EMBEDDED_PATH: ':memory:',
    NODE_OPTIONS: `--import=data:text/javascript,${preload}`
  })
  await server.said('table made')
  server.lines.length = 0
  server.process.kill('SIGWINCH')
  await server.said('table made')
  t.equal((await run(server, 'create', { Item: { id: '1' } })).status, 200)
})
