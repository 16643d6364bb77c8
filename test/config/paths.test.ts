import { homedir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readEmbeddedPath, readPath } from '../../src/config/paths.ts'

t.test('a path is taken as it is', async (t) => {
  for (const path of ['.dynamodb', '/var/lib/a b', './~/x', 'a~b', 'a$', '50%', 'C:x']) {
    t.equal(readPath(path), path)
  }
  t.equal(readEmbeddedPath(':memory:'), ':memory:')
})

t.test('what only a shell, or Windows, would replace is refused, with what to write', async (t) => {
  t.throws(() => readPath('~/ddb'), { message: `: write ${join(homedir(), 'ddb')}` })
  t.throws(() => readPath('~'), { message: `: write ${homedir()}` })
  t.throws(() => readPath('~me/ddb'), { message: 'write it in full' })
  for (const path of ['$HOME/ddb', `\${HOME}/ddb`, '%USERPROFILE%\\ddb']) {
    t.throws(() => readPath(path), { message: 'expected a path in full, got "' }, path)
  }
  for (const path of [' a', 'a ']) {
    t.throws(() => readPath(path), { message: 'expected a path without space around it' })
  }
  t.throws(() => readEmbeddedPath(':memory'), { message: 'expected a path or :memory:' })
})

const isWindows = process.platform === 'win32'
t.test('a path of Windows is refused elsewhere', { skip: isWindows }, async (t) => {
  for (const path of ['C:\\data', 'd:/data']) {
    t.throws(() => readPath(path), { message: 'expected a path of this system' })
  }
})
