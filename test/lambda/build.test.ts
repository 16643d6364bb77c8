import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import t from 'tap'
import { buildBundle, builtBundle } from '../fixtures/lambda.ts'

/** How many bytes the bundle may have. */
const LIMIT = 250_000

t.test('the bundle has what the function needs, and no more', async (t) => {
  const meta = await readFile(join(builtBundle.directory, 'meta.json'), 'utf8')
  const { inputs, outputs } = JSON.parse(meta)
  const names = Object.keys(inputs)
  t.ok(names.includes('src/lambda.ts'))
  t.same(
    names.filter((name) =>
      /fastify|undici|credential-provider-(?!env)|\bpino|level|src\/(http|server|engine|dynamodb\/embedded)/.test(
        name
      )
    ),
    []
  )
  const [{ bytes, imports }] = Object.values(outputs) as [{ bytes: number; imports: Json[] }]
  t.ok(bytes <= LIMIT, `${bytes} bytes`)
  t.same(
    imports.filter(({ path }) => !/^(node:)?[a-z_/]+$/.test(path)),
    [],
    'nothing but Node is left outside'
  )
})

t.test('the same source makes the same bytes', async (t) => {
  const zip = await readFile(join(builtBundle.directory, 'function.zip'))
  process.env.TZ = 'Pacific/Auckland'
  const again = await buildBundle(t.testdir())
  t.ok(zip.equals(await readFile(join(again.directory, 'function.zip'))), 'in any time zone')

  const files = unzipSync(zip)
  t.same(Object.keys(files), ['index.mjs'])
  const module = await readFile(join(builtBundle.directory, 'index.mjs'))
  t.ok(module.equals(files['index.mjs'] as Uint8Array))
})

interface Json {
  path: string
}
