import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import t from 'tap'
import { buildBundle } from '../fixtures/lambda.ts'

/** Bytes: what the bundle may have. */
const LIMIT = 250_000

t.test('the bundle has what the function needs, and no more', async (t) => {
  const { directory, output } = await buildBundle(t.testdir())
  const { inputs, outputs } = JSON.parse(await readFile(join(directory, 'meta.json'), 'utf8'))
  const names = Object.keys(inputs)
  t.ok(names.includes('src/lambda.ts'))
  t.same(
    names.filter((name) =>
      /fastify|dynalite|undici|credential-provider-(?!env)|\bpino|level|src\/(http|server|dynamodb\/embedded)/.test(
        name
      )
    ),
    []
  )
  const [{ bytes, imports }] = Object.values(outputs) as [{ bytes: number; imports: Json[] }]
  t.ok(bytes <= LIMIT, output)
  t.same(
    imports.filter(({ path }) => !/^(node:)?[a-z_/]+$/.test(path)),
    [],
    'nothing but Node is left outside'
  )
})

t.test('the same source makes the same bytes', async (t) => {
  const directory = t.testdir()
  const one = await buildBundle(join(directory, 'one'))
  const zip = await readFile(join(one.directory, 'function.zip'))
  process.env.TZ = 'Pacific/Auckland'
  const two = await buildBundle(join(directory, 'two'))
  t.ok(zip.equals(await readFile(join(two.directory, 'function.zip'))), 'in any time zone')

  const files = unzipSync(zip)
  t.same(Object.keys(files), ['index.mjs'])
  t.ok((await readFile(join(one.directory, 'index.mjs'))).equals(files['index.mjs'] as Uint8Array))
})

interface Json {
  path: string
}
