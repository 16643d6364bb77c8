import { readFileSync } from 'node:fs'
import t from 'tap'
import { parseEnvFile } from '../../src/config/env-file.ts'
import { findNameFaults } from '../../src/config/names.ts'
import { variableWords } from '../../src/config/variable-words.ts'
import { loadConfig } from '../../src/config.ts'
import { toConfigurationDocuments } from '../../src/documents/configuration.ts'

const page = readFileSync('docs/configuration.md', 'utf8')

function faultsOf(text: string): string[] {
  const file = parseEnvFile('.env', Buffer.from(text))
  return [...file.faults, ...findNameFaults(file)]
}

t.test('page and .env.example have every variable, its default and its meaning', async (t) => {
  const documents = toConfigurationDocuments(variableWords)
  const textOf = (path: string) => documents.find((document) => document.path === path)?.text ?? ''
  for (const [name, { fallback, meaning }] of Object.entries(variableWords)) {
    const initial = fallback === undefined ? '–' : `\`${fallback}\``
    t.match(textOf('docs/configuration.md'), ` | ${initial} | ${meaning} |\n`, name)
    t.match(textOf('.env.example'), `# ${name}=${fallback ?? ''}\n`, name)
    t.match(textOf('.env.example'), `# ${meaning.replaceAll('`', '')}`, name)
  }
})

t.test('.env.example is right as it is, and with every # taken away', async (t) => {
  const text = readFileSync('.env.example', 'utf8')
  t.same(faultsOf(text), [])
  const settings = text.match(/(?<=^# )[A-Z_]+=.+$/gm) ?? []
  const file = parseEnvFile('.env', Buffer.from(settings.join('\n')))
  t.same(
    loadConfig({ env: {}, file, operations: [] }),
    loadConfig({ env: {}, operations: [] }),
    'the defaults that it shows are those'
  )
})

t.test('the page’s example of a file is taken, and what it says is refused is', async (t) => {
  const [, example = ''] = /```sh\n(# A comment[^`]+)```/.exec(page) ?? []
  t.equal(parseEnvFile('.env', Buffer.from(example)).settings.size, 3)
  t.same(faultsOf(example), [])
  const [, table = ''] = /\| in the file \| instead \|\n(.+?)\n\n/s.exec(page) ?? []
  const refused = table
    .split('\n')
    .flatMap((row) => row.split('|')[1]?.match(/[^`]+[=:][^`]*/g) ?? [])
  t.ok(refused.length > 8)
  for (const text of refused) t.ok(faultsOf(text).length > 0, text)
})
