import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { COMMAND_NAMES } from '../../../src/cli/table/commands.ts'
import { toManual } from '../../../src/cli/table/man.ts'
import { VERSION } from '../../../src/package/version.ts'

t.test('the manual page in the package is the one that npm run documents writes', async (t) => {
  t.equal(readFileSync('man/dynamodbmanager.1', 'utf8'), toManual(VERSION))
})

t.test('groff sets it without a warning, with every command', async (t) => {
  const { error, stdout, stderr } = spawnSync(
    'groff',
    ['-man', '-Tutf8', '-ww', 'man/dynamodbmanager.1'],
    {
      encoding: 'utf8'
    }
  )
  if (error) return t.pass('there is no groff')
  t.equal(stderr, '')
  for (const name of COMMAND_NAMES) t.match(stdout, name)
})
