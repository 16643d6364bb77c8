import { spawnSync } from 'node:child_process'
import t from 'tap'
import { toCompletion } from '../../../src/cli/table/completion.ts'

/** What bash offers for the last word of a line. */
function complete(words: string[]): string[] {
  const script = `${toCompletion('bash')}
COMP_WORDS=(dynamodbmanager ${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length}
_dynamodbmanager
printf '%s\\n' "\${COMPREPLY[@]}"`
  return spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout.trim().split('\n')
}

t.test('bash completes commands, their options, and what these may be', async (t) => {
  t.strictSame(complete(['ex']), ['export'])
  t.strictSame(complete(['export', '--se']), ['--segments'])
  t.strictSame(complete(['count', '--se']), [''])
  t.strictSame(complete(['export', '--as', 'j']), ['jsonl'])
  t.strictSame(complete(['completion', 'z']), ['zsh'])
  t.ok(complete(['import', 'pack']).includes('package.json'))
})

t.test('zsh takes its script', async (t) => {
  const script = `autoload -Uz compinit && compinit -D && ${toCompletion('zsh')}\nprint done`
  const { error, stdout, stderr } = spawnSync('zsh', ['-fc', script], { encoding: 'utf8' })
  if (error) return t.match(toCompletion('zsh'), /^#compdef dynamodbmanager\n/)
  t.equal(stderr, '')
  t.equal(stdout, 'done\n')
})
