// Bundles the Lambda handler: node scripts/build-lambda.js [directory]
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { zipSync } from 'fflate'

const root = fileURLToPath(new URL('..', import.meta.url))
const outdir = process.argv[2] ?? join(root, 'dist/lambda')
const outfile = join(outdir, 'index.mjs')

// Marks the modules of lib-dynamodb as free of side effects, which its package.json does not.
// Otherwise the bundle would keep those that are not used, and with them the SDK's whole client.
const shakeLibDynamodb = {
  name: 'shake-lib-dynamodb',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[.@]/ }, async ({ path, pluginData, ...from }) => {
      const isInside = /lib-dynamodb/.test(from.importer) || path === '@aws-sdk/lib-dynamodb'
      if (pluginData?.isResolving || !isInside) return undefined
      const resolved = await resolve(path, { ...from, pluginData: { isResolving: true } })
      return { ...resolved, sideEffects: false }
    })
  }
}

// Loads each of Node's modules at the first call of one of its functions. Imports would load all of
// them at the start and read all their exports; some of these, such as fs.ReadStream, load more
// than everything else together.
const builtinsOnDemand = {
  name: 'builtins-on-demand',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path }) => ({
      path,
      namespace: 'on-demand',
      sideEffects: false
    }))
    onLoad({ filter: /.*/, namespace: 'on-demand' }, async ({ path }) => {
      const exported = Object.entries(await import(path))
      return { contents: exported.map(([name, value]) => toExport(path, name, value)).join('\n') }
    })
  }
}

/**
 * Writes an export that loads its module when it is called. A value that is no function is read at
 * once.
 */
function toExport(path, name, value) {
  const module = `process.getBuiltinModule('${path}')`
  if (name === 'default') return `export default /* @__PURE__ */ ${module}`
  if (typeof value !== 'function') {
    return `export const ${name} = /* @__PURE__ */ (() => ${module}.${name})()`
  }
  return `export function ${name}(...args) {
    const { ${name}: it } = ${module}
    return new.target ? new it(...args) : it.apply(this, args)
  }`
}

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/lambda.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // The SDK's CommonJS modules cannot be tree-shaken, so its ES modules are bundled.
  mainFields: ['module', 'main'],
  plugins: [shakeLibDynamodb, builtinsOnDemand],
  alias: {
    '@aws-sdk/credential-provider-node': './scripts/left-out.js',
    '@smithy/core/event-streams': './scripts/left-out.js'
  },
  // The SDK only makes random UUIDs with it, which no call to DynamoDB needs; a mere look loads all
  // of Web Crypto.
  define: { crypto: 'undefined' },
  minify: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning'
})

// The same source gives the same bytes on every Node: the time is fixed, and fflate compresses. A
// ZIP has local times; this is the first that it can hold, in any time zone.
const mtime = new Date(1980, 0, 1)
const UNIX = 3
const READABLE = 0o100644 << 16
const zip = zipSync({
  'index.mjs': [await readFile(outfile), { level: 9, mtime, os: UNIX, attrs: READABLE }]
})

await writeFile(join(outdir, 'function.zip'), zip)
await writeFile(join(outdir, 'meta.json'), JSON.stringify(metafile))
const { bytes } = Object.values(metafile.outputs)[0]
console.log(`${bytes} bytes bundled, ${zip.length} zipped`)
