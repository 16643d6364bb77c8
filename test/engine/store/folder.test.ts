import { chmodSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ClassicLevel } from 'classic-level'
import t from 'tap'
import { openFolder } from '../../../src/engine/store/folder.ts'

t.test('a folder is made where missing, and keeps what was written', async (t) => {
  const path = join(t.testdir(), 'a', 'b')
  const store = await openFolder(path)
  await store.write([{ key: 'k', value: 'v' }])
  await store.close()
  const again = await openFolder(path)
  t.equal(again.get('k'), 'v')
  await again.close()
})

t.test('files that are open already are told in a line', async (t) => {
  const path = t.testdir()
  const store = await openFolder(path)
  await t.rejects(openFolder(path), {
    code: 'LOCKED',
    message: 'another process has them open.'
  })
  await store.close()
})

t.test('a database of dynalite’s is recognised and left as it is', async (t) => {
  const path = t.testdir()
  const level = new ClassicLevel(path)
  await level.put('table~"x"', '{}')
  await level.close()
  const contents = () =>
    readdirSync(path).map((name) => [name, readFileSync(join(path, name), 'latin1')])
  const before = contents()
  await t.rejects(openFolder(path), { code: 'FOREIGN', message: /dynalite.*another folder/ })
  t.same(contents(), before)
})

t.test('files of a later format are left as they are', async (t) => {
  const path = t.testdir({ 'engine.json': '{"format":2}' })
  await t.rejects(openFolder(path), { code: 'FORMAT', message: /format 2/ })
  t.same(readdirSync(path), ['engine.json'])
  writeFileSync(join(path, 'engine.json'), 'oops')
  await t.rejects(openFolder(path), { code: 'FORMAT', message: /engine\.json is damaged/ })
})

t.test('damaged files are told in a line', async (t) => {
  const path = t.testdir()
  const store = await openFolder(path)
  await store.write([{ key: 'k', value: 'v' }])
  await store.close()
  const folder = join(path, 'leveldb')
  const manifest = readdirSync(folder).find((name) => name.startsWith('MANIFEST')) ?? ''
  truncateSync(join(folder, manifest), 3)
  await t.rejects(openFolder(path), { code: 'DAMAGED', message: /^they are damaged \(.*\)\.$/ })
})

t.test('what is no folder is told in a line', async (t) => {
  const path = t.testdir({ file: '' })
  await t.rejects(openFolder(join(path, 'file')), {
    code: 'UNUSABLE',
    message: 'it is no folder (EEXIST).'
  })
  await t.rejects(openFolder(join(path, 'file', 'below')), {
    code: 'UNUSABLE',
    message: 'it is no folder (ENOTDIR).'
  })
})

// Root may write everywhere.
const isRoot = process.getuid?.() === 0

t.test('a folder that may not be written is told in a line', { skip: isRoot }, async (t) => {
  const path = t.testdir()
  chmodSync(path, 0o500)
  await t.rejects(openFolder(path), {
    code: 'UNUSABLE',
    message: 'it may not be written (EACCES).'
  })
})
