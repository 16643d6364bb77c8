import { readFileSync } from 'node:fs'
import t from 'tap'
import { startEngine } from './fixtures/engine.ts'
import { startService } from './fixtures/service.ts'

const PAIR = /```sh\ncurl (\S+) -d '([^']+)'\n```\n\n```json\n(.+)\n```/g

t.test('every curl of the README and its pages answers what they say', async (t) => {
  const { endpoint } = await startEngine(t)
  const service = await startService(t, { endpoint })
  const env = { TABLES_FILE: 'examples/tables.json', TABLE_NAME: '' }
  const shop = await startService(t, { endpoint, env })
  const text = ['README.md', 'docs/errors.md'].map((path) => readFileSync(path, 'utf8')).join('\n')
  const pairs = [...text.matchAll(PAIR)]
  t.ok(pairs.length >= 8)
  for (const [, url = '', body = '', told = ''] of pairs) {
    const { pathname } = new URL(url)
    const answering = body.includes('"orders"') ? shop : service
    const answer = await answering.send({
      path: pathname,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.replace('lambda-apigateway', service.tableName)
    })
    t.same(withoutIds(JSON.parse(answer.body)), withoutIds(JSON.parse(told.replace('{…}', '{}'))))
  }
})

t.test('its table of packages has those of package.json, and no others', (t) => {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const [, table = ''] = readFileSync('README.md', 'utf8').split('| package | for |\n|---|---|\n')
  const [rows = ''] = table.split('\n\n')
  const told = rows
    .split('\n')
    .flatMap((row) => row.split('|')[1]?.split(',') ?? [])
    .map((name) => name.replace('(optional)', '').trim())
  t.same(told.sort(), Object.keys({ ...dependencies, ...optionalDependencies }).sort())
  t.end()
})

/** Removes what differs in every run: the request id and the metadata of DynamoDB. */
function withoutIds(answer: Record<string, unknown>): unknown {
  const { ResponseMetadata, requestId, ...rest } = answer
  return { ...rest, has: [ResponseMetadata !== undefined, requestId !== undefined] }
}
